package io.e2e.migrations.embedded.host;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.util.List;

/** The users and groups of this machine, as the files of passwd(5) and group(5) list them. */
final class Accounts {

    private static final int NUMBER = 2;
    private static final int GROUP = 3;

    private Accounts() {}

    /**
     * Whether the group of a directory has no member but the directory's owner, and others may not write to it. Many Linux
     * systems give each user such a group, and the umask 002.
     */
    static boolean isPrivateGroup(Path directory, FileStatus status) throws IOException {
        if (status.isWritableByAll() || !status.isWritableByOthers()) {
            return false;
        }
        PosixFileAttributes attributes =
                Files.readAttributes(directory, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        String owner = attributes.owner().getName();
        String gid = "" + status.gid();
        return attributes.group().getName().equals(owner)
                && lines(Path.of("/etc/group")).stream()
                        .filter(fields -> fields.length > NUMBER && fields[NUMBER].equals(gid))
                        .allMatch(fields -> fields.length <= GROUP || fields[GROUP].equals(owner))
                && lines(Path.of("/etc/passwd")).stream()
                        .filter(fields -> fields.length > GROUP && fields[GROUP].equals(gid))
                        .allMatch(fields -> fields[0].equals(owner));
    }

    /** The lines of a file with their fields; none if it cannot be read. */
    static List<String[]> lines(Path file) {
        try {
            return Files.readAllLines(file, StandardCharsets.ISO_8859_1).stream()
                    .map(line -> line.split(":"))
                    .toList();
        } catch (IOException ex) {
            return List.of();
        }
    }
}
