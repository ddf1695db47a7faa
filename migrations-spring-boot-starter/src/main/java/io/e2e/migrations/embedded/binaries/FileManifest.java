package io.e2e.migrations.embedded.binaries;

import io.e2e.migrations.embedded.host.FileTree;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;

/**
 * The list of the files that an archive unpacked, with size, time and checksum. A file is read again only if its time changed,
 * as git does it. A thousand files are not synced one by one: those that a crash of the machine cut short are found here.
 */
final class FileManifest {

    private static final String NAME = "manifest";

    private static final int FIELDS = 5;

    private final Path home;

    FileManifest(Path home) {
        this.home = home;
    }

    /** Lists what is in the directory now. */
    void write() throws IOException {
        StringBuilder text = new StringBuilder();
        try (Stream<Path> paths = Files.walk(this.home)) {
            for (Path path : paths.filter(Files::isRegularFile).toList()) {
                text.append(Entry.of(path).line(this.home.relativize(path))).append('\n');
            }
        }
        Files.writeString(this.home.resolve(NAME), text);
    }

    /** The first file that is not as it was unpacked, with the reason; empty if there is none. Programs and libraries only. */
    Optional<String> damagedProgram() {
        return damage(false);
    }

    /** The first file that is not as it was unpacked, with the reason; empty if there is none. */
    Optional<String> damage() {
        return damage(true);
    }

    private Optional<String> damage(boolean everything) {
        Path file = this.home.resolve(NAME);
        try {
            List<String> lines = Files.readAllLines(file);
            for (String line : lines) {
                // A space begins the name: most of the files are neither programs nor libraries.
                if (everything || line.contains(" bin") || line.contains(" lib")) {
                    String[] fields = line.split(" ", FIELDS);
                    file = this.home.resolve(fields[FIELDS - 1]);
                    Optional<String> reason = Entry.parse(fields).differenceOf(file);
                    if (reason.isPresent()) {
                        return Optional.of(file + " " + reason.get());
                    }
                }
            }
            return lines.isEmpty() ? Optional.of(file + " is empty") : Optional.empty();
        } catch (IOException | RuntimeException ex) {
            return Optional.of(file + " cannot be read (" + ex + ")");
        }
    }

    /** A file, or the file that a link leads to. */
    private record Entry(long size, long seconds, long checksum, boolean executable) {

        static Entry of(Path file) throws IOException {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return new Entry(
                    attributes.size(),
                    attributes.lastModifiedTime().to(TimeUnit.SECONDS),
                    checksum(file),
                    Files.isExecutable(file));
        }

        static Entry parse(String[] fields) {
            return new Entry(
                    Long.parseLong(fields[0]),
                    Long.parseLong(fields[1]),
                    Long.parseLong(fields[2], 16),
                    fields[3].equals("x"));
        }

        String line(Path name) {
            return this.size + " " + this.seconds + " " + Long.toHexString(this.checksum) + " "
                    + (this.executable ? "x" : "-") + " " + name;
        }

        Optional<String> differenceOf(Path file) throws IOException {
            BasicFileAttributes found = FileTree.isUnix(file)
                    ? Files.readAttributes(file, PosixFileAttributes.class)
                    : Files.readAttributes(file, BasicFileAttributes.class);
            if (found.size() != this.size) {
                return Optional.of("has " + found.size() + " instead of " + this.size + " bytes");
            }
            if (found instanceof PosixFileAttributes posix && !allows(posix.permissions())) {
                return Optional.of("has the permissions " + PosixFilePermissions.toString(posix.permissions()));
            }
            boolean same =
                    found.lastModifiedTime().to(TimeUnit.SECONDS) == this.seconds || checksum(file) == this.checksum;
            return same ? Optional.empty() : Optional.of("has other contents");
        }

        /** Whether each user can use the file, and none but its owner can write it. */
        private boolean allows(Set<PosixFilePermission> permissions) {
            return !permissions.contains(PosixFilePermission.GROUP_WRITE)
                    && !permissions.contains(PosixFilePermission.OTHERS_WRITE)
                    && permissions.contains(PosixFilePermission.OTHERS_READ)
                    && (!this.executable || permissions.contains(PosixFilePermission.OTHERS_EXECUTE));
        }

        private static long checksum(Path file) throws IOException {
            CRC32 checksum = new CRC32();
            try (InputStream in = new CheckedInputStream(Files.newInputStream(file), checksum)) {
                in.transferTo(OutputStream.nullOutputStream());
            }
            return checksum.getValue();
        }
    }
}
