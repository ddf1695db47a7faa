package io.e2e.migrations.embedded.binaries;

import io.e2e.migrations.embedded.host.FileTree;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.jspecify.annotations.Nullable;
import org.tukaani.xz.XZInputStream;

/**
 * Unpacks an archive into an empty directory, with the archive's file modes and links, and refuses every entry that
 * would land outside of it.
 */
public final class ArchiveUnpacker {

    private static final int EXECUTABLE = 0100;

    private final Path root;

    private ArchiveUnpacker(Path root) {
        this.root = root;
    }

    /** Unpacks a {@code .txz}, in the order of the archive. */
    public static void unpack(InputStream archive, Path directory) throws IOException {
        try (TarArchiveInputStream tar =
                new TarArchiveInputStream(new XZInputStream(new BufferedInputStream(archive, 1 << 16)))) {
            unpack(tar, directory);
        }
    }

    /** The same without the compression. */
    public static void unpack(TarArchiveInputStream tar, Path directory) throws IOException {
        ArchiveUnpacker unpacker =
                new ArchiveUnpacker(directory.toAbsolutePath().normalize());
        for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
            unpacker.unpack(entry, tar);
        }
    }

    private void unpack(TarArchiveEntry entry, InputStream contents) throws IOException {
        Path target = inside(this.root.resolve(entry.getName()), entry);
        if (entry.isDirectory()) {
            directory(target);
            return;
        }
        directory(target.getParent());
        if (entry.isSymbolicLink()) {
            inside(target.resolveSibling(entry.getLinkName()), entry);
            Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
        } else if (entry.isLink()) {
            Files.createLink(target, inside(this.root.resolve(entry.getLinkName()), entry));
        } else if (isPlainFile(entry)) {
            Files.copy(contents, target);
            permit(target, (entry.getMode() & EXECUTABLE) != 0);
        } else {
            throw new IOException("neither file, directory nor link: " + entry.getName());
        }
    }

    /** {@code TarArchiveEntry.isFile} is true of pipes and devices as well. */
    private static boolean isPlainFile(TarArchiveEntry entry) {
        return entry.getLinkFlag() == TarConstants.LF_NORMAL || entry.getLinkFlag() == TarConstants.LF_OLDNORM;
    }

    private Path inside(Path path, TarArchiveEntry entry) throws IOException {
        Path normal = path.normalize();
        if (!normal.startsWith(this.root)) {
            throw new IOException("leads out of the archive: " + entry.getName());
        }
        return normal;
    }

    private void directory(@Nullable Path path) throws IOException {
        if (path == null || !path.startsWith(this.root) || Files.isDirectory(path)) {
            return;
        }
        directory(path.getParent());
        Files.createDirectory(path);
        permit(path, true);
    }

    /** Set one by one, because the umask may hide them from the user that runs the server. */
    private static void permit(Path path, boolean executable) throws IOException {
        FileTree.permit(path, executable ? "rwxr-xr-x" : "rw-r--r--");
    }
}
