package io.e2e.migrations.tool.catalog;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Finds the directories of the migrations of a project. */
public final class Locations {

    /** Where the tools look by default: Flyway, Liquibase, ours, then dbmate and goose. */
    private static final List<String> USUAL = List.of(
            "src/main/resources/db/migration",
            "src/main/resources/db/migrations",
            "src/main/resources/db/changelog",
            "src/main/resources/db/e2e-migrations",
            "db/migrations",
            "db/migration",
            "migrations");

    private static final List<String> RESOURCES = List.of("src/main/resources", "src/test/resources");

    private Locations() {}

    /**
     * The directories as the library reads them.
     *
     * @param project the directory that relative ones are in
     * @param named {@code classpath:} or {@code file:} locations, or directories; if there is none, the directory in which a
     *     tool would look by default
     * @throws NoLocationException if none is named, and there is no such directory or several
     */
    public static List<String> of(Path project, List<String> named) {
        return named.isEmpty()
                ? List.of(directory(project, find(project)))
                : named.stream().map(location -> resolve(project, location)).toList();
    }

    /** A file or directory as the library reads it; a relative one, or one on the class path, is in the project if it can be. */
    public static String resolve(Path project, String location) {
        if (location.startsWith("classpath:")) {
            String path = location.substring("classpath:".length()).replaceFirst("^/+", "");
            return RESOURCES.stream()
                    .map(resources -> project.resolve(resources).resolve(path))
                    .filter(Files::exists)
                    .findFirst()
                    .map(found -> "file:" + found.toAbsolutePath())
                    .orElse(location);
        }
        return directory(project, location.startsWith("file:") ? location.substring("file:".length()) : location);
    }

    private static String find(Path project) {
        List<String> found = USUAL.stream()
                .filter(directory -> Files.isDirectory(project.resolve(directory)))
                .toList();
        if (found.size() != 1) {
            throw new NoLocationException(project, USUAL, found);
        }
        return found.get(0);
    }

    private static String directory(Path project, String path) {
        return "file:" + project.resolve(path).toAbsolutePath().normalize();
    }
}
