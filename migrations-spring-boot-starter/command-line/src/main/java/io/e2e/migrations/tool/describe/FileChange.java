package io.e2e.migrations.tool.describe;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;

/**
 * A file with a new text.
 *
 * @param file the file itself, where a link leads
 * @param text its text; empty if it is deleted
 */
record FileChange(Path file, String text) {

    /** The text of a file; empty if there is none. */
    static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (NoSuchFileException ex) {
            return "";
        } catch (IOException ex) {
            throw DescribeRefusedException.failed(file, ex);
        }
    }

    static FileChange of(Path file, String text) {
        try {
            return new FileChange(Files.exists(file) ? file.toRealPath() : file, text);
        } catch (IOException ex) {
            throw DescribeRefusedException.failed(file, ex);
        }
    }

    boolean isChange() {
        return !read(this.file).equals(this.text);
    }

    /** Refuses what its owner has made read-only, which a move would replace, and a superuser could write. */
    void requireWritable() {
        try {
            PosixFileAttributeView posix = Files.getFileAttributeView(this.file, PosixFileAttributeView.class);
            boolean locked = Files.exists(this.file)
                    && (!Files.isWritable(this.file)
                            || (posix != null
                                    && !posix.readAttributes()
                                            .permissions()
                                            .contains(PosixFilePermission.OWNER_WRITE)));
            if (locked) {
                throw DescribeRefusedException.readOnly(this.file);
            }
        } catch (IOException ex) {
            throw DescribeRefusedException.failed(this.file, ex);
        }
    }

    /** Replaces the file as a whole, with the permissions that it has. */
    void write() {
        Path temporary = this.file.resolveSibling("." + this.file.getFileName() + ".tmp");
        try {
            if (this.text.isEmpty()) {
                Files.deleteIfExists(this.file);
                return;
            }
            try {
                Files.write(temporary, this.text.getBytes(StandardCharsets.UTF_8));
                if (Files.exists(this.file)) {
                    PosixFileAttributeView posix = Files.getFileAttributeView(this.file, PosixFileAttributeView.class);
                    if (posix != null) {
                        Set<PosixFilePermission> permissions =
                                posix.readAttributes().permissions();
                        Files.setPosixFilePermissions(temporary, permissions);
                    }
                }
                Files.move(temporary, this.file, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Files.deleteIfExists(temporary);
            }
        } catch (IOException ex) {
            throw DescribeRefusedException.failed(this.file, ex);
        }
    }
}
