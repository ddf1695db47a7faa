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
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A stopped cluster as an uncompressed tar file. Writing a thousand files takes half the time if none has to be opened for reading,
 * and a fifth if the system's own tar does it, because a JVM that has just started is slow. That tar runs as the server's user,
 * so that this user owns the files. The files of databases that only the superuser enters are in a second, compressed
 * archive, because most servers end before anybody needs them.
 */
final class ClusterArchive {

    private static final Logger LOG = LoggerFactory.getLogger(ClusterArchive.class);

    private static final String DATABASES = "base";

    private static final int BUFFER = 1 << 16;

    private final Path file;
    private final Path rest;

    /** An archive in this directory. */
    ClusterArchive(Path entry) {
        this.file = entry.resolve("data.tar");
        this.rest = entry.resolve("rest.tar.gz");
    }

    /** The number of its bytes. */
    long size() throws IOException {
        return Files.size(this.file) + (hasRest() ? Files.size(this.rest) : 0);
    }

    private boolean hasRest() {
        return Files.exists(this.rest);
    }

    /**
     * Packs a data directory.
     *
     * @param later the OIDs of databases that only the superuser enters
     */
    void pack(Path data, Set<String> later) throws IOException {
        Path databases = data.resolve(DATABASES);
        Set<Path> apart = new TreeSet<>();
        later.forEach(database -> apart.add(databases.resolve(database)));
        try (TarWriter tar = new TarWriter(create(this.file))) {
            add(data, data, apart, tar);
        }
        if (!apart.isEmpty()) {
            try (TarWriter tar = new TarWriter(new GZIPOutputStream(create(this.rest), BUFFER))) {
                for (Path database : apart) {
                    Path same = find(database, databases, apart);
                    if (same == null) {
                        tar.add(name(data, database), database);
                        add(database, data, Set.of(), tar);
                    } else {
                        tar.addCopy(name(data, database), name(data, same));
                    }
                }
            }
        }
        sync();
    }

    private static OutputStream create(Path file) throws IOException {
        Files.createFile(file, FileTree.mode(file, "rw-------"));
        return new BufferedOutputStream(Files.newOutputStream(file), BUFFER);
    }

    private void sync() throws IOException {
        FileTree.sync(this.file);
        if (hasRest()) {
            FileTree.sync(this.rest);
        }
    }

    /** Adds what is in a directory, but not what is to be apart. */
    private static void add(Path directory, Path data, Set<Path> apart, TarWriter tar) throws IOException {
        try (DirectoryStream<Path> paths = Files.newDirectoryStream(directory)) {
            for (Path path : paths) {
                if (!apart.contains(path)) {
                    tar.add(name(data, path), path);
                    if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
                        add(path, data, apart, tar);
                    }
                }
            }
        }
    }

    private static String name(Path data, Path path) {
        return data.relativize(path).toString().replace('\\', '/');
    }

    /** A database with equal files that is not apart itself; {@code null} if there is none. */
    private static @Nullable Path find(Path database, Path databases, Set<Path> apart) throws IOException {
        try (DirectoryStream<Path> others = Files.newDirectoryStream(databases)) {
            for (Path other : others) {
                if (!apart.contains(other) && haveEqualFiles(database, other)) {
                    return other;
                }
            }
        }
        return null;
    }

    private static boolean haveEqualFiles(Path one, Path other) throws IOException {
        Set<String> names = names(one);
        if (!names.equals(names(other))) {
            return false;
        }
        for (String name : names) {
            if (Files.mismatch(one.resolve(name), other.resolve(name)) >= 0) {
                return false;
            }
        }
        return true;
    }

    private static Set<String> names(Path directory) throws IOException {
        Set<String> names = new TreeSet<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
            files.forEach(file -> names.add(file.getFileName().toString()));
        }
        return names;
    }

    /** The checksum of all its bytes. */
    long checksum() throws DamagedException {
        CRC32 checksum = new CRC32();
        add(checksum, this.file);
        if (hasRest()) {
            add(checksum, this.rest);
        }
        return checksum.getValue();
    }

    private static void add(CRC32 checksum, Path file) throws DamagedException {
        byte[] buffer = new byte[BUFFER];
        try (InputStream in = Files.newInputStream(file)) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                checksum.update(buffer, 0, read);
            }
        } catch (IOException ex) {
            throw new DamagedException(ex.toString(), ex);
        }
    }

    /**
     * Unpacks it into a server's empty data directory. The checksum is computed while the program unpacks, which takes longer.
     *
     * @return what is to be unpacked when the superuser logs in; {@code null} if that is nothing
     * @throws DamagedException if the checksum is another
     */
    @Nullable
    ClusterRest unpack(ServerDirectory directory, RunAs runAs, long checksum, Deadline deadline) throws IOException {
        @Nullable ClusterRest later = hasRest() ? new ClusterRest(this.file, this.rest, directory, runAs) : null;
        @Nullable Process tar = Platform.current().isWindows() ? null : startProgram(directory, runAs);
        boolean done = false;
        try {
            long found = checksum();
            if (found != checksum) {
                throw new DamagedException(
                        "its archive has the checksum %08x instead of %08x".formatted(found, checksum), null);
            }
            done = tar != null && succeeds(tar, deadline);
            if (!done) {
                directory.clearData(runAs);
                runAs.disown(directory.data());
                unpackHere(directory.data(), runAs, later);
            }
        } finally {
            if (tar != null) {
                tar.destroyForcibly();
            }
            if (later != null && !done) {
                later.close();
            }
        }
        return done ? later : null;
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
            return ClusterRest.tar(directory, runAs)
                    .redirectInput(this.file.toFile())
                    .start();
        } catch (IOException ex) {
            LOG.debug("There is no tar that could unpack {}", this.file, ex);
            return null;
        }
    }

    private void unpackHere(Path data, RunAs runAs, @Nullable ClusterRest later) throws IOException {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(this.file), BUFFER)) {
            ArchiveUnpacker.unpack(in, data);
        }
        if (later != null) {
            later.unpackHere(data);
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
