package io.e2e.migrations.embedded.binaries;

import io.e2e.migrations.embedded.host.FileTree;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.tukaani.xz.XZInputStream;

/**
 * Unpacks a tar archive into an empty directory, with the archive's links and executables, and refuses what would land
 * outside of it. Nothing is written through a symbolic link. A link may climb only at its beginning, where the directories
 * above it are known to be no links, so that no chain of links leads outside either.
 */
public final class ArchiveUnpacker {

    private static final int EXECUTABLE = 0100;

    private static final Path PARENT = Path.of("..");

    private final Path root;
    private final TarReader tar;

    private ArchiveUnpacker(Path root, TarReader tar) {
        this.root = root;
        this.tar = tar;
    }

    /** Unpacks a {@code .txz}, in the order of the archive. */
    static void unpackCompressed(InputStream archive, Path directory) throws IOException {
        try (InputStream in = new XZInputStream(new BufferedInputStream(archive, 1 << 16))) {
            unpack(in, directory);
            // The compression's last checksum is compared only at its end.
            in.transferTo(OutputStream.nullOutputStream());
        }
    }

    /** Unpacks an archive that is not compressed; the caller closes the stream. */
    public static void unpack(InputStream archive, Path directory) throws IOException {
        TarReader tar = new TarReader(archive);
        ArchiveUnpacker unpacker = new ArchiveUnpacker(directory, tar);
        for (TarHeader entry = tar.next(); entry != null; entry = tar.next()) {
            try {
                unpacker.unpack(entry);
            } catch (InvalidPathException ex) {
                throw new IOException("the name of an entry is not a name for a file: " + entry.name(), ex);
            }
        }
    }

    private void unpack(TarHeader entry) throws IOException {
        Path name = inside(entry.name(), entry);
        // Before ustar, a directory was a file whose name ends so.
        if (entry.type() == TarHeader.DIRECTORY || entry.name().endsWith("/")) {
            directory(name, entry);
            return;
        }
        directory(name.resolveSibling(""), entry);
        Path target = this.root.resolve(name);
        switch (entry.type()) {
            case TarHeader.FILE -> write(target, entry);
            case TarHeader.SYMBOLIC_LINK -> Files.createSymbolicLink(target, symbolic(name, entry));
            case TarHeader.HARD_LINK -> Files.createLink(target, file(entry));
            default -> throw new IOException("an entry is neither a file, a directory nor a link: " + entry.name());
        }
    }

    private void write(Path target, TarHeader entry) throws IOException {
        try (OutputStream out =
                Files.newOutputStream(target, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            this.tar.copyTo(out);
        }
        permit(target, (entry.mode() & EXECUTABLE) != 0);
    }

    /** The file that a hard link is another name of; another name for a symbolic link would lead elsewhere. */
    private Path file(TarHeader entry) throws IOException {
        Path name = inside(entry.target(), entry);
        requireNoLink(name, entry);
        Path file = this.root.resolve(name);
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new IOException("a link points to a file that the archive does not have: " + entry.name());
        }
        return file;
    }

    private static Path symbolic(Path name, TarHeader entry) throws IOException {
        Path target = Path.of(entry.target());
        int mayClimb = name.getNameCount() - 1;
        for (Path part : target) {
            if (!part.equals(PARENT)) {
                mayClimb = 0;
            } else if (mayClimb-- == 0) {
                throw outside(entry);
            }
        }
        if (target.getRoot() != null) {
            throw outside(entry);
        }
        return target;
    }

    /** A path of the archive as one below the root. */
    private static Path inside(String path, TarHeader entry) throws IOException {
        Path relative = Path.of(path);
        if (relative.getRoot() != null) {
            throw outside(entry);
        }
        for (Path part : relative) {
            if (part.equals(PARENT)) {
                throw outside(entry);
            }
        }
        return relative.normalize();
    }

    private static IOException outside(TarHeader entry) {
        return new IOException("an entry points out of the archive: " + entry.name());
    }

    private void requireNoLink(Path name, TarHeader entry) throws IOException {
        Path path = this.root;
        for (Path part : name) {
            path = path.resolve(part);
            if (Files.isSymbolicLink(path)) {
                throw new IOException("an entry is behind a link: " + entry.name());
            }
        }
    }

    /** Makes a directory and those above it, where they are missing. */
    private void directory(Path name, TarHeader entry) throws IOException {
        requireNoLink(name, entry);
        Path path = this.root;
        for (Path part : name) {
            path = path.resolve(part);
            if (!Files.isDirectory(path)) {
                Files.createDirectory(path);
                permit(path, true);
            }
        }
    }

    /** Set one by one, because the umask may hide them from the user that runs the server. */
    private static void permit(Path path, boolean executable) throws IOException {
        FileTree.permit(path, executable ? "rwxr-xr-x" : "rw-r--r--");
    }
}
