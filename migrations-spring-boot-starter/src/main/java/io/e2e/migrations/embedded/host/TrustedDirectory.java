package io.e2e.migrations.embedded.host;

import java.io.IOException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether a directory may be trusted, which means that nobody but this user and root can have put there what is read,
 * run or deleted in it. From the root down, each directory belongs to this user or to root, and nobody else may write to it,
 * except that others may write to a sticky one on the way, such as {@code /tmp}. A symbolic link on the way is followed if it
 * belongs to this user or to root and its directory is not shared. Systems without Unix owners are trusted, because their
 * directories of a user are closed by default.
 */
public final class TrustedDirectory {

    /** As many links as Linux follows (path_resolution(7)). */
    private static final int MOST_LINKS = 40;

    private static final Path PARENT = Path.of("..");

    private final Deque<Path> names = new ArrayDeque<>();
    private final @Nullable String mode;
    private final int self;
    private final int root;

    private TrustedDirectory(Path directory, @Nullable String mode) throws IOException {
        this.mode = mode;
        this.self = FileTree.self();
        // In a user namespace that does not map root, the owner of what is root's has another number.
        this.root = FileTree.owner(directory.getRoot());
    }

    /**
     * Returns the directory if it can be trusted.
     *
     * @throws UntrustedException if others can change what is in it
     */
    public static Path require(Path directory) throws IOException {
        return walk(directory, null);
    }

    /** Makes the directory and its parents with exactly this mode, whatever the umask; those that exist keep theirs. */
    public static Path create(Path directory, String mode) throws IOException {
        return walk(directory, mode);
    }

    private static Path walk(Path directory, @Nullable String mode) throws IOException {
        Path absolute = directory.toAbsolutePath();
        if (FileTree.isUnix(absolute)) {
            new TrustedDirectory(absolute, mode).walk(absolute);
        } else if (mode != null) {
            Files.createDirectories(absolute);
        }
        return directory;
    }

    private void walk(Path directory) throws IOException {
        Path at = directory.getRoot();
        FileStatus here = FileStatus.of(at);
        int links = 0;
        addFirst(directory);
        while (!this.names.isEmpty()) {
            Path name = this.names.pop();
            Path next = name.equals(PARENT) ? parent(at) : at.resolve(name).normalize();
            FileStatus status = status(next);
            requireOwner(next, status);
            if (status.isLink()) {
                if (here.isWritableByOthers()) {
                    throw UntrustedException.link(next);
                }
                if (++links > MOST_LINKS) {
                    throw new FileSystemLoopException(directory.toString());
                }
                Path target = Files.readSymbolicLink(next);
                addFirst(target);
                at = target.isAbsolute() ? target.getRoot() : at;
                here = FileStatus.of(at);
            } else {
                at = next;
                here = status;
            }
            requireClosed(at, here, here.isSticky() || Accounts.isPrivateGroup(at, here));
        }
        requireClosed(at, here, false);
    }

    private static Path parent(Path path) {
        Path parent = path.getParent();
        return parent == null ? path : parent;
    }

    private void addFirst(Path path) {
        for (int index = path.getNameCount() - 1; index >= 0; index--) {
            this.names.push(path.getName(index));
        }
    }

    private FileStatus status(Path path) throws IOException {
        if (this.mode != null && !Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            FileTree.createDirectory(path, this.mode);
        }
        FileStatus status = FileStatus.of(path);
        if (!status.isLink() && !status.isDirectory()) {
            throw new NotDirectoryException(path.toString());
        }
        return status;
    }

    private void requireOwner(Path path, FileStatus status) throws IOException {
        if (status.uid() != this.self && status.uid() != this.root) {
            throw UntrustedException.owner(
                    path, Files.getOwner(path, LinkOption.NOFOLLOW_LINKS).getName());
        }
    }

    private static void requireClosed(Path path, FileStatus status, boolean tolerated) throws UntrustedException {
        if (status.isWritableByOthers() && !tolerated) {
            throw UntrustedException.mode(path, status);
        }
    }
}
