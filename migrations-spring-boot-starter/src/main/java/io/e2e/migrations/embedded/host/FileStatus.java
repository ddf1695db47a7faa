package io.e2e.migrations.embedded.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;

/**
 * What a Unix system says of a file, directory or link itself (inode(7)).
 *
 * @param uid the number of its owner
 * @param gid the number of its group
 * @param mode its type and permissions
 */
record FileStatus(int uid, int gid, int mode) {

    static final int GROUP_WRITES = 020;
    static final int OTHERS_WRITE = 002;

    private static final int STICKY = 01000;

    private static final int TYPE = 0170000;
    private static final int DIRECTORY = 0040000;
    private static final int FILE = 0100000;
    private static final int LINK = 0120000;

    static FileStatus of(Path path) throws IOException {
        Map<String, Object> found = Files.readAttributes(path, "unix:uid,gid,mode", LinkOption.NOFOLLOW_LINKS);
        return new FileStatus(
                (int) Objects.requireNonNull(found.get("uid")), (int) Objects.requireNonNull(found.get("gid")), (int)
                        Objects.requireNonNull(found.get("mode")));
    }

    boolean isDirectory() {
        return (this.mode & TYPE) == DIRECTORY;
    }

    boolean isFile() {
        return (this.mode & TYPE) == FILE;
    }

    boolean isLink() {
        return (this.mode & TYPE) == LINK;
    }

    boolean isSticky() {
        return (this.mode & STICKY) != 0;
    }

    /** Whether the group or others may write. An access control list shows in the group's permissions (acl(5)). */
    boolean isWritableByOthers() {
        return (this.mode & (GROUP_WRITES | OTHERS_WRITE)) != 0;
    }

    boolean isWritableByAll() {
        return (this.mode & OTHERS_WRITE) != 0;
    }

    /** The permissions as {@code chmod} takes them, such as {@code 0775}. */
    String permissions() {
        return "%04o".formatted(this.mode & 07777);
    }
}
