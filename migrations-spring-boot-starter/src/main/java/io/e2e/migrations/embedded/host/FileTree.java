package io.e2e.migrations.embedded.host;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.OptionalInt;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Permissions, owners and deletion of directories, beyond what {@link Files} has. */
public final class FileTree {

    private static final Logger LOG = LoggerFactory.getLogger(FileTree.class);

    private static final int LONGEST_TEXT = 1 << 16;

    private FileTree() {}

    private static boolean isPosix(Path path) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix");
    }

    /** The attributes of a file or directory to be made; none on systems without POSIX permissions. */
    public static FileAttribute<?>[] mode(Path path, String mode) {
        return isPosix(path)
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(mode))}
                : new FileAttribute<?>[0];
    }

    /**
     * Makes one directory with exactly this mode, whatever the umask. It has its name only when it has its mode, so that
     * another process, which may make it at the same time, never finds it closed. rename(2) replaces an empty directory.
     */
    static void createDirectory(Path directory, String mode) throws IOException {
        Path unnamed = directory.resolveSibling(".e2e-migrations-" + UUID.randomUUID());
        try {
            Files.createDirectory(unnamed, mode(unnamed, "rwx------"));
        } catch (AccessDeniedException ex) {
            throw new AccessDeniedException(directory.toString());
        } catch (FileSystemException ex) {
            throw new FileSystemException(directory.toString(), null, ex.getReason());
        }
        permit(unnamed, mode);
        try {
            Files.move(unnamed, directory, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileSystemException ex) {
            Files.delete(unnamed);
            if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
                throw ex;
            }
            LOG.trace("Another process made {} first", directory, ex);
        }
    }

    /** Whether files have Unix owners and permissions. */
    public static boolean isUnix(Path path) {
        return path.getFileSystem().supportedFileAttributeViews().contains("unix");
    }

    /** The number of the user that this JVM runs as; -1 on systems without. Java has no other portable way to learn it. */
    static int self() throws IOException {
        return Self.UID.isPresent() ? Self.UID.getAsInt() : ownerOfNewFile();
    }

    private static int ownerOfNewFile() throws IOException {
        Path probe = Files.createTempFile("e2e-migrations-", ".probe");
        try {
            return owner(probe);
        } finally {
            Files.deleteIfExists(probe);
        }
    }

    /** The numeric owner of a file; -1 on systems without. */
    public static int owner(Path path) throws IOException {
        return isUnix(path) ? FileStatus.of(path).uid() : -1;
    }

    /** Sets the mode, on systems with POSIX permissions. */
    public static void permit(Path path, String mode) throws IOException {
        if (isPosix(path)) {
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
        }
    }

    /** The text of a small file, and of nothing else: a link could lead elsewhere, and a pipe has no end. */
    public static String read(Path file) throws IOException {
        if (!Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                .isRegularFile()) {
            throw new FileSystemException(file.toString(), null, "not a file");
        }
        try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
            return new String(in.readNBytes(LONGEST_TEXT), StandardCharsets.UTF_8);
        }
    }

    /** Waits until a file, or the names in a directory, are on the disk; where directories cannot be opened, they are. */
    public static void sync(Path path) throws IOException {
        if (!isUnix(path) && Files.isDirectory(path)) {
            return;
        }
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    /**
     * Deletes a directory with its contents, but not what links point to, even if another user replaces a directory by a link
     * meanwhile. Files that another process deletes first are no error. The caller trusts the directory above it.
     */
    public static void delete(Path root) throws IOException {
        if (!Files.exists(root, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        try (DirectoryStream<Path> parent =
                Files.newDirectoryStream(root.toAbsolutePath().getParent())) {
            if (parent instanceof SecureDirectoryStream<Path> secure) {
                delete(secure, root.getFileName());
            } else {
                Files.walkFileTree(root, new Deletion());
            }
        }
    }

    private static void delete(SecureDirectoryStream<Path> parent, Path name) throws IOException {
        try {
            if (!attributes(parent, name).isDirectory()) {
                parent.deleteFile(name);
                return;
            }
            try (SecureDirectoryStream<Path> directory = parent.newDirectoryStream(name, LinkOption.NOFOLLOW_LINKS)) {
                for (Path entry : directory) {
                    delete(directory, entry.getFileName());
                }
            }
            parent.deleteDirectory(name);
        } catch (NoSuchFileException ex) {
            LOG.trace("Another process deleted {} first", name, ex);
        } catch (DirectoryIteratorException ex) {
            throw ex.getCause();
        }
    }

    /** The attributes of an entry itself. */
    private static BasicFileAttributes attributes(SecureDirectoryStream<Path> directory, Path name) throws IOException {
        return directory
                .getFileAttributeView(name, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                .readAttributes();
    }

    private static final class Deletion extends SimpleFileVisitor<Path> {

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
            if (failure instanceof NoSuchFileException) {
                return FileVisitResult.CONTINUE;
            }
            throw failure;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure) throws IOException {
            if (failure != null && !(failure instanceof NoSuchFileException)) {
                throw failure;
            }
            Files.deleteIfExists(directory);
            return FileVisitResult.CONTINUE;
        }
    }

    /** A JVM keeps its user. */
    private static final class Self {

        static final OptionalInt UID = find();

        private static OptionalInt find() {
            try {
                return OptionalInt.of(ownerOfNewFile());
            } catch (IOException ex) {
                LOG.debug("The user of this JVM is looked for each time", ex);
                return OptionalInt.empty();
            }
        }
    }
}
