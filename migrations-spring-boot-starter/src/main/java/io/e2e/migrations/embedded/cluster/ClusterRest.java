package io.e2e.migrations.embedded.cluster;

import io.e2e.migrations.embedded.binaries.ArchiveUnpacker;
import io.e2e.migrations.embedded.binaries.Programs;
import io.e2e.migrations.embedded.binaries.TarWriter;
import io.e2e.migrations.embedded.host.RunAs;
import io.e2e.migrations.embedded.process.DeferredFiles;
import io.e2e.migrations.embedded.process.ServerDirectory;
import io.e2e.migrations.time.Deadline;
import io.e2e.migrations.time.TimeSource;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.zip.GZIPInputStream;

/**
 * The files of the databases that only the superuser enters, for a server that runs without them. The archives are held open,
 * so that they can be read after the cache was deleted.
 */
final class ClusterRest implements DeferredFiles {

    private static final int BUFFER = 1 << 16;

    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final FileInputStream data;
    private final FileInputStream rest;
    private final ServerDirectory directory;
    private final RunAs runAs;

    ClusterRest(Path data, Path rest, ServerDirectory directory, RunAs runAs) throws IOException {
        this.data = new FileInputStream(data.toFile());
        this.rest = new FileInputStream(rest.toFile());
        this.directory = directory;
        this.runAs = runAs;
    }

    /** The program that unpacks its input into a server's data directory. */
    static ProcessBuilder tar(ServerDirectory directory, RunAs runAs) {
        return new ProcessBuilder(runAs.wrap(
                        List.of("tar", "-xf", "-", "-C", directory.data().toString())))
                .directory(directory.root().toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(directory.log().toFile()));
    }

    @Override
    public void unpack() throws IOException {
        Process tar = tar(this.directory, this.runAs).start();
        try {
            write(tar.getOutputStream());
            Deadline deadline = Deadline.in(LIMIT, TimeSource.system());
            while (tar.isAlive()) {
                if (deadline.isOver()) {
                    throw new IOException("tar did not end within " + LIMIT.toSeconds() + " s");
                }
                deadline.pause(Programs.POLL);
            }
            if (tar.exitValue() != 0) {
                throw new IOException("tar failed with exit code " + tar.exitValue());
            }
        } finally {
            tar.destroyForcibly();
        }
    }

    /** Unpacks into the data directory of a server that does not run, without a program. */
    void unpackHere(Path data) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        write(bytes);
        ArchiveUnpacker.unpack(new ByteArrayInputStream(bytes.toByteArray()), data);
    }

    private void write(OutputStream out) throws IOException {
        try (TarWriter tar = new TarWriter(new BufferedOutputStream(out, BUFFER))) {
            tar.addAll(
                    new BufferedInputStream(new GZIPInputStream(this.rest, BUFFER), BUFFER),
                    new BufferedInputStream(this.data, BUFFER));
        }
    }

    @Override
    public void close() throws IOException {
        try (this.data) {
            this.rest.close();
        }
    }
}
