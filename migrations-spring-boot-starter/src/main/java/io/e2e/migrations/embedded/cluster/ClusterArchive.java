package io.e2e.migrations.embedded.cluster;

import io.e2e.migrations.embedded.binaries.ArchiveUnpacker;
import io.e2e.migrations.embedded.binaries.Programs;
import io.e2e.migrations.embedded.binaries.TarWriter;
import io.e2e.migrations.embedded.host.FileTree;
import io.e2e.migrations.embedded.host.Platform;
import io.e2e.migrations.embedded.host.RunAs;
import io.e2e.migrations.embedded.process.ServerDirectory;
import io.e2e.migrations.time.Deadline;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A stopped cluster as one uncompressed tar file. Writing a thousand files takes half the time if none has to be opened for reading,
 * and a fifth if the system's own tar does it, because a JVM that has just started is slow. That tar runs as the server's user,
 * so that this user owns the files.
 */
final class ClusterArchive {

    private static final Logger LOG = LoggerFactory.getLogger(ClusterArchive.class);

    private static final int BUFFER = 1 << 16;

    private final Path file;

    ClusterArchive(Path file) {
        this.file = file;
    }

    /** The number of its bytes. */
    long size() throws IOException {
        return Files.size(this.file);
    }

    /** Packs a data directory. */
    void pack(Path data) throws IOException {
        Files.createFile(this.file, FileTree.mode(this.file, "rw-------"));
        try (TarWriter tar = new TarWriter(new BufferedOutputStream(Files.newOutputStream(this.file), BUFFER));
                Stream<Path> paths = Files.walk(data)) {
            for (Path path : paths.filter(path -> !path.equals(data)).toList()) {
                tar.add(data.relativize(path).toString().replace('\\', '/'), path);
            }
        }
    }

    /** Unpacks it into a server's empty data directory. */
    void unpack(ServerDirectory directory, RunAs runAs, Deadline deadline) throws IOException {
        if (Platform.current().isWindows() || !unpackByProgram(directory, runAs, deadline)) {
            directory.clearData(runAs);
            unpackHere(directory.data(), runAs);
        }
    }

    /** False if there is no such program or it fails. The next attempt then reports the reason. */
    private boolean unpackByProgram(ServerDirectory directory, RunAs runAs, Deadline deadline) {
        try {
            Process tar = new ProcessBuilder(runAs.wrap(
                            List.of("tar", "-xf", "-", "-C", directory.data().toString())))
                    .directory(directory.root().toFile())
                    .redirectInput(this.file.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(
                            ProcessBuilder.Redirect.appendTo(directory.log().toFile()))
                    .start();
            try {
                while (tar.isAlive() && !deadline.isOver()) {
                    deadline.pause(Programs.POLL);
                }
                return !tar.isAlive() && tar.exitValue() == 0;
            } finally {
                tar.destroyForcibly();
            }
        } catch (IOException ex) {
            LOG.debug("There is no tar that could unpack {}", this.file, ex);
            return false;
        }
    }

    private void unpackHere(Path data, RunAs runAs) throws IOException {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(this.file), BUFFER)) {
            ArchiveUnpacker.unpack(in, data);
        }
        if (runAs.isOther()) {
            try (Stream<Path> paths = Files.walk(data)) {
                for (Path path : paths.toList()) {
                    runAs.own(path);
                }
            }
        }
    }
}
