package io.e2e.migrations.embedded.cluster;

import io.e2e.migrations.embedded.binaries.ArchiveUnpacker;
import io.e2e.migrations.embedded.binaries.Programs;
import io.e2e.migrations.embedded.binaries.TarWriter;
import io.e2e.migrations.embedded.host.CacheDirectory.DamagedException;
import io.e2e.migrations.embedded.host.FileTree;
import io.e2e.migrations.embedded.host.Platform;
import io.e2e.migrations.embedded.host.RunAs;
import io.e2e.migrations.embedded.process.ServerDirectory;
import io.e2e.migrations.time.Deadline;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import org.jspecify.annotations.Nullable;
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

    /** The checksum of all its bytes. */
    long checksum() throws DamagedException {
        CRC32 checksum = new CRC32();
        try (InputStream in = new CheckedInputStream(Files.newInputStream(this.file), checksum)) {
            in.transferTo(OutputStream.nullOutputStream());
        } catch (IOException ex) {
            throw new DamagedException(ex.toString(), ex);
        }
        return checksum.getValue();
    }

    /**
     * Unpacks it into a server's empty data directory. The checksum is computed while the program unpacks, which takes longer.
     *
     * @throws DamagedException if the checksum is another
     */
    void unpack(ServerDirectory directory, RunAs runAs, long checksum, Deadline deadline) throws IOException {
        @Nullable Process tar = Platform.current().isWindows() ? null : startProgram(directory, runAs);
        try {
            long found = checksum();
            if (found != checksum) {
                throw new DamagedException(
                        "its archive has the checksum %08x instead of %08x".formatted(found, checksum), null);
            }
            if (tar == null || !succeeds(tar, deadline)) {
                directory.clearData(runAs);
                runAs.disown(directory.data());
                unpackHere(directory.data(), runAs);
            }
        } finally {
            if (tar != null) {
                tar.destroyForcibly();
            }
        }
    }

    private static boolean succeeds(Process program, Deadline deadline) {
        while (program.isAlive() && !deadline.isOver()) {
            deadline.pause(Programs.POLL);
        }
        return !program.isAlive() && program.exitValue() == 0;
    }

    /** {@code null} if there is no such program. */
    private @Nullable Process startProgram(ServerDirectory directory, RunAs runAs) {
        try {
            return new ProcessBuilder(runAs.wrap(
                            List.of("tar", "-xf", "-", "-C", directory.data().toString())))
                    .directory(directory.root().toFile())
                    .redirectInput(this.file.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(
                            ProcessBuilder.Redirect.appendTo(directory.log().toFile()))
                    .start();
        } catch (IOException ex) {
            LOG.debug("There is no tar that could unpack {}", this.file, ex);
            return null;
        }
    }

    private void unpackHere(Path data, RunAs runAs) throws IOException {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(this.file), BUFFER)) {
            ArchiveUnpacker.unpack(in, data);
        }
        if (runAs.isOther()) {
            try (Stream<Path> paths = Files.walk(data)) {
                List<Path> all = new ArrayList<>(paths.toList());
                // The data directory itself comes last: until then its user cannot replace anything in it by a link.
                Collections.reverse(all);
                for (Path path : all) {
                    runAs.own(path);
                }
            }
        }
    }
}
