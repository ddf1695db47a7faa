package io.e2e.migrations.passwords;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Collects what a run leaves behind, under names for the failure message, and searches it for {@link #MARKER}. */
final class PasswordTrace {

    /** A password that occurs nowhere by chance and looks the same in a URL, in SQL and in a log. */
    static final String MARKER = "mArKeR7pAsSwOrD";

    private static final String ENCODED = Base64.getEncoder().encodeToString(MARKER.getBytes(StandardCharsets.UTF_8));

    private final Map<String, String> texts = new TreeMap<>();

    /** Adds a text, such as the output of the run. */
    PasswordTrace with(String name, Object text) {
        this.texts.merge(name, String.valueOf(text), (one, other) -> one + "\n" + other);
        return this;
    }

    /** Adds a failure as it is printed, with all its causes and suppressed failures. */
    PasswordTrace with(Throwable failure) {
        StringWriter printed = new StringWriter();
        failure.printStackTrace(new PrintWriter(printed));
        return with("failure", printed);
    }

    /** Adds the names and contents of the files below a directory; links are not followed. */
    PasswordTrace withFiles(Path root) throws IOException {
        Files.walkFileTree(root, new Contents());
        return this;
    }

    /** Whether the run came as far as it should: one of the texts contains this. */
    PasswordTrace contains(String expected) {
        assertThat(this.texts.values().stream().anyMatch(text -> text.contains(expected)))
                .as(expected)
                .isTrue();
        return this;
    }

    void assertThatMarkerIsNowhere() {
        assertThat(this.texts)
                .isNotEmpty()
                .noneSatisfy((name, text) -> assertThat(isMarked(name + text))
                        .as("password in %s", name)
                        .isTrue());
    }

    private static boolean isMarked(String text) {
        return text.contains(MARKER) || text.contains(ENCODED);
    }

    /** The files with contents that users other than the owner can open. */
    static List<Path> openToOthers(Path root) throws IOException {
        List<Path> open = new ArrayList<>();
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
                    throws IOException {
                Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(directory);
                return permissions.contains(PosixFilePermission.OTHERS_EXECUTE)
                                || permissions.contains(PosixFilePermission.GROUP_EXECUTE)
                        ? FileVisitResult.CONTINUE
                        : FileVisitResult.SKIP_SUBTREE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
                if (attributes.isRegularFile()
                        && attributes.size() > 0
                        && (permissions.contains(PosixFilePermission.OTHERS_READ)
                                || permissions.contains(PosixFilePermission.GROUP_READ))) {
                    open.add(file);
                }
                return FileVisitResult.CONTINUE;
            }
        });
        return open;
    }

    private final class Contents extends SimpleFileVisitor<Path> {

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
            String text = attributes.isRegularFile() ? Files.readString(file, StandardCharsets.ISO_8859_1) : "";
            // A cluster is too large to be kept in memory.
            with(file.toString(), isMarked(text) || file.toString().endsWith(".log") ? text : "");
            return FileVisitResult.CONTINUE;
        }

        /** A server that runs removes files meanwhile. */
        @Override
        public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
            if (failure instanceof NoSuchFileException) {
                return FileVisitResult.CONTINUE;
            }
            throw failure;
        }
    }
}
