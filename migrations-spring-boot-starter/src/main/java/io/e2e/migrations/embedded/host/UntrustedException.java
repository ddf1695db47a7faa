package io.e2e.migrations.embedded.host;

import java.io.IOException;
import java.nio.file.Path;

/** Other users can change what is in a directory. The message is the reason, for a sentence that names the directory. */
final class UntrustedException extends IOException {

    private final String remedy;

    private UntrustedException(String reason, String remedy) {
        super(reason);
        this.remedy = remedy;
    }

    static UntrustedException mode(Path path, FileStatus status) {
        String who = status.isWritableByAll() ? "every user" : "every member of its group";
        return new UntrustedException(
                who + " may write to " + path + ", which has the mode " + status.permissions(),
                "Run chmod -R go-w " + path);
    }

    static UntrustedException owner(Path path, String owner) {
        return new UntrustedException(path + " belongs to the user " + owner, "Remove " + path);
    }

    static UntrustedException link(Path path) {
        return new UntrustedException(
                path + " is a symbolic link in a directory that other users can write to", "Remove " + path);
    }

    /** What a person can do. */
    String remedy() {
        return this.remedy
                + ", or set e2e.migrations.embedded.cache-directory, which is for programs and prepared clusters, or"
                + " e2e.migrations.embedded.run-directory, which is for running servers, to a directory in which only this"
                + " user and root can write.";
    }
}
