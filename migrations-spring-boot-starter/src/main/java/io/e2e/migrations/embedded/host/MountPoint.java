package io.e2e.migrations.embedded.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/**
 * A mounted file system, which is a line of {@code /proc/self/mounts}: device, directory, type and options
 * (proc_pid_mounts(5)).
 *
 * @param directory where it is mounted
 * @param options how, such as {@code rw} and {@code noexec}
 */
record MountPoint(Path directory, Set<String> options) {

    private static final int DIRECTORY = 1;
    private static final int OPTIONS = 3;

    MountPoint {
        options = Set.copyOf(options);
    }

    /** Fails if no program can run in this directory; passes on systems that do not list what is mounted. */
    static Path requireExec(Path directory) throws NoexecException {
        Optional<MountPoint> found;
        try {
            found = find(directory.toRealPath(), Files.readString(Path.of("/proc/self/mounts")));
        } catch (IOException | InvalidPathException ex) {
            return directory;
        }
        if (found.isPresent() && found.get().options().contains("noexec")) {
            throw new NoexecException(found.get().directory());
        }
        return directory;
    }

    /** The file system that has a directory: of those above it the deepest, and of two in one place the later. */
    static Optional<MountPoint> find(Path directory, String mounts) {
        MountPoint best = null;
        for (String line : mounts.split("\n")) {
            String[] fields = line.split(" ");
            if (fields.length > OPTIONS) {
                Path mounted = Path.of(unescaped(fields[DIRECTORY]));
                boolean isDeeper = best == null || mounted.getNameCount() >= best.directory.getNameCount();
                if (isDeeper && directory.startsWith(mounted)) {
                    best = new MountPoint(mounted, Set.of(fields[OPTIONS].split(",")));
                }
            }
        }
        return Optional.ofNullable(best);
    }

    /** The characters that separate fields are written as octal numbers. */
    private static String unescaped(String field) {
        return field.replace("\\040", " ")
                .replace("\\011", "\t")
                .replace("\\012", "\n")
                .replace("\\134", "\\");
    }

    /** Programs cannot run where they would be unpacked. */
    static final class NoexecException extends IOException {

        NoexecException(Path mountPoint) {
            super("its file system, " + mountPoint + ", is mounted with noexec, so that no program runs there");
        }
    }
}
