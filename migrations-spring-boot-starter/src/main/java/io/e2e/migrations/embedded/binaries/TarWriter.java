package io.e2e.migrations.embedded.binaries;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
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
            pad(size);
        }
    }

    /** Adds a directory that has the contents of one in another archive, which {@link #addAll} is given. */
    public void addCopy(String directory, String original) throws IOException {
        TarHeader header = new TarHeader(TarHeader.HARD_LINK, directory + "/", original + "/", 0700, 0);
        this.out.write(header.toBlock(now()));
    }

    /**
     * Adds all entries of an archive.
     *
     * @param original has the directory that the archive says it has a copy of; at most one
     */
    public void addAll(InputStream archive, InputStream original) throws IOException {
        TarReader tar = new TarReader(archive);
        for (TarHeader entry = tar.next(); entry != null; entry = tar.next()) {
            if (entry.type() == TarHeader.HARD_LINK) {
                addDirectory(new TarReader(original), entry.target(), entry.name());
            } else {
                add(entry, entry.name(), tar);
            }
        }
    }

    private void addDirectory(TarReader tar, String from, String name) throws IOException {
        for (TarHeader entry = tar.next(); entry != null; entry = tar.next()) {
            if (entry.name().startsWith(from)) {
                add(entry, name + entry.name().substring(from.length()), tar);
            }
        }
    }

    private void add(TarHeader entry, String name, TarReader tar) throws IOException {
        this.out.write(new TarHeader(entry.type(), name, "", entry.mode(), entry.size()).toBlock(now()));
        tar.copyTo(this.out);
        pad(entry.size());
    }

    private void pad(long size) throws IOException {
        this.out.write(new byte[(int) (-size & (TarHeader.BLOCK - 1))]);
    }

    private static long now() {
        return Instant.now().getEpochSecond();
    }

    /** Two empty blocks are the end. */
    @Override
    public void close() throws IOException {
        try (this.out) {
            this.out.write(new byte[2 * TarHeader.BLOCK]);
        }
    }
}
