package io.e2e.migrations.dialect;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The files of all locations, and those beside them that scripts read.
 *
 * @param all the files of the locations, of any kind
 * @param first the files that run before the first migration
 * @param leftOut the names, paths or patterns of files that are not applied
 * @param outside reads a file by its path relative to another one; empty if there is none
 */
public record SourceFiles(
        List<MigrationFile> all,
        List<MigrationFile> first,
        List<String> leftOut,
        BiFunction<MigrationFile, String, Optional<MigrationFile>> outside) {

    public SourceFiles {
        all = List.copyOf(all);
        first = List.copyOf(first);
        leftOut = List.copyOf(leftOut);
    }

    /** Without the files of a location that are in another one below it, which would be there twice. */
    SourceFiles withoutNested(List<String> locations) {
        List<MigrationFile> once = this.all.stream()
                .filter(file -> locations.stream().noneMatch(other -> isNested(file, other)))
                .toList();
        return new SourceFiles(once, this.first, this.leftOut, this.outside);
    }

    private static boolean isNested(MigrationFile file, String other) {
        String own = file.location().replaceFirst("/*$", "/");
        String nested = other.replaceFirst("/*$", "/");
        return nested.length() > own.length()
                && nested.startsWith(own)
                && file.name().startsWith(nested.substring(own.length()));
    }

    /** The SQL files that are not left out. */
    List<MigrationFile> sql() {
        return kept().filter(MigrationFile::isSql).toList();
    }

    /** The files of all kinds that are not left out. */
    Stream<MigrationFile> kept() {
        return this.all.stream().filter(file -> !isLeftOut(file));
    }

    boolean isLeftOut(MigrationFile file) {
        return this.leftOut.stream().anyMatch(name -> isNamed(file, name));
    }

    /** By its name, its path, a directory with a slash at its end, or one of these with stars. */
    private static boolean isNamed(MigrationFile file, String name) {
        String expression = Stream.of(name.split("\\*", -1))
                .map(Pattern::quote)
                .reduce((a, b) -> a + ".*" + b)
                .orElse("");
        return file.fileName().matches(expression)
                || file.name().matches(name.endsWith("/") ? "(.*/)?" + expression + ".*" : expression);
    }

    /** The file at a path that a file of the locations names. */
    Optional<MigrationFile> relative(MigrationFile from, String path) {
        return within(from, from.directory() + path)
                .or(() -> within(from, path))
                .or(() -> this.outside.apply(from, path));
    }

    private Optional<MigrationFile> within(MigrationFile from, String path) {
        String name = normalized(path);
        return this.all.stream()
                .filter(file ->
                        file.location().equals(from.location()) && file.name().equals(name))
                .findFirst();
    }

    /** A path without {@code .} and, as far as possible, without {@code ..}. */
    static String normalized(String path) {
        Deque<String> parts = new ArrayDeque<>();
        for (String part : path.split("/+")) {
            if (part.equals("..") && !parts.isEmpty() && !parts.getLast().equals("..")) {
                parts.removeLast();
            } else if (!part.equals(".") && !part.isEmpty()) {
                parts.addLast(part);
            }
        }
        return String.join("/", parts);
    }
}
