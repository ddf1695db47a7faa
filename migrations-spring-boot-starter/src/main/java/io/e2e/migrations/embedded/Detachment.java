package io.e2e.migrations.embedded;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Starts what shall outlive its JVM so that Ctrl-C in the terminal, which reaches the whole process group, does not
 * reach it.
 *
 * @param setsid the program that gives another a session of its own, where there is one
 */
record Detachment(Optional<Path> setsid) {

    /** What this machine has: {@code setsid} belongs to util-linux and busybox; macOS has none. */
    static Detachment here() {
        return new Detachment(Stream.of("/usr/bin/setsid", "/bin/setsid")
                .map(Path::of)
                .filter(Files::isExecutable)
                .findFirst());
    }

    /** The command in a session of its own; as it is where that cannot be had. */
    List<String> ownSession(List<String> command) {
        return this.setsid
                .map(program -> with(List.of(program.toString()), command))
                .orElse(command);
    }

    /**
     * The same for a program that leaves signals ignored which it finds ignored, as a JVM does: there a shell can help
     * out.
     */
    List<String> ownSessionOrDeaf(List<String> command) {
        return this.setsid.isPresent()
                ? ownSession(command)
                : with(List.of("/bin/sh", "-c", "trap '' INT HUP QUIT; exec \"$@\"", "sh"), command);
    }

    private static List<String> with(List<String> prefix, List<String> command) {
        List<String> whole = new ArrayList<>(prefix);
        whole.addAll(command);
        return List.copyOf(whole);
    }
}
