package io.e2e.migrations.embedded.binaries;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** Writes a tar archive of files and directories, in the format ustar. Closing it ends the archive. Not thread-safe. */
public final class TarWriter implements AutoCloseable {

    private final OutputStream out;

    /** Writes to a stream, which is closed with the archive. */
    public TarWriter(OutputStream out) {
        this.out = out;
    }

    /** Adds a file with its contents, or a directory without what is in it, which only the owner may use. */
    public void add(String name, Path path) throws IOException {
        boolean directory = Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS);
        if (!directory && !Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
            throw new IOException(path + " is neither a file nor a directory");
        }
        long size = directory ? 0 : Files.size(path);
        TarHeader header = directory
                ? new TarHeader(TarHeader.DIRECTORY, name + "/", "", 0700, 0)
                : new TarHeader(TarHeader.FILE, name, "", 0600, size);
        this.out.write(header.toBlock(Files.getLastModifiedTime(path).to(TimeUnit.SECONDS)));
        if (!directory) {
            if (Files.copy(path, this.out) != size) {
                throw new IOException(path + " changes while it is read");
            }
            this.out.write(new byte[(int) (-size & (TarHeader.BLOCK - 1))]);
        }
    }

    /** Two empty blocks are the end. */
    @Override
    public void close() throws IOException {
        try (this.out) {
            this.out.write(new byte[2 * TarHeader.BLOCK]);
        }
    }
}
