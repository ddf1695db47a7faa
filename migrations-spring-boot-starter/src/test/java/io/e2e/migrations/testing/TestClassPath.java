package io.e2e.migrations.testing;

import io.e2e.migrations.embedded.host.FileTree;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Parts of the class path of the tests. */
public final class TestClassPath {

    private TestClassPath() {}

    /** Returns all directories, and the archives with such a name. */
    public static String withArchives(Predicate<String> name) {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .filter(part -> Files.isDirectory(Path.of(part))
                        || name.test(Path.of(part).getFileName().toString()))
                .collect(Collectors.joining(File.pathSeparator));
    }

    /** Copies a class path to a directory so that another user can read it, and returns the class path of the copy. */
    public static String readableCopy(String classPath, Path target) throws IOException {
        List<String> parts = new ArrayList<>();
        for (String part : classPath.split(File.pathSeparator, -1)) {
            Path source = Path.of(part);
            String name = source.getFileName().toString();
            if (Files.isDirectory(source)) {
                Path copy = target.resolve("classes-" + parts.size());
                copyTree(source, copy);
                parts.add(copy.toString());
            } else {
                Path copy = Files.copy(source, target.resolve(name), StandardCopyOption.REPLACE_EXISTING);
                FileTree.permit(copy, "rw-r--r--");
                parts.add(copy.toString());
            }
        }
        return String.join(File.pathSeparator, parts);
    }

    private static void copyTree(Path source, Path target) throws IOException {
        try (Stream<Path> files = Files.walk(source)) {
            for (Path file : files.toList()) {
                Path copy = target.resolve(source.relativize(file).toString());
                Files.copy(file, copy);
                FileTree.permit(copy, Files.isDirectory(copy) ? "rwxr-xr-x" : "rw-r--r--");
            }
        }
    }
}
