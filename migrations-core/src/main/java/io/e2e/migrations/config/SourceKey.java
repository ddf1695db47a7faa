package io.e2e.migrations.config;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLConnection;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collections;
import java.util.Enumeration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * Tells whether files are the same as before, without parsing one. Of a jar, the name, CRC-32 and size of each entry count,
 * which its central directory lists; of a directory, the bytes of the files. What is neither has no key, so that nothing is
 * believed to be the same in case of doubt.
 */
public final class SourceKey {

    private static final String MIGRATION = ".sql";
    private static final String CLASS = ".class";
    private static final String FILE = "file:";

    /** APPNOTE.TXT of the format ZIP, 4.3.16: "end of central directory record", its size without a comment, and its fields. */
    private static final int END_SIGNATURE = 0x06054b50;

    private static final int END_SIZE = 22;
    private static final int SIZE_FIELD = 12;
    private static final int OFFSET_FIELD = 16;

    private final MessageDigest digest;
    private boolean found;

    /** Begins a key to which nothing was added. */
    public SourceKey() {
        try {
            this.digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException ex) {
            throw new IllegalStateException("every Java platform has SHA-256", ex);
        }
    }

    /** The key of the migrations in these locations; empty if they cannot be told without being read. */
    public static Optional<String> ofMigrations(List<String> locations) {
        SourceKey key = new SourceKey();
        try {
            for (String location : locations) {
                key.addLocation(location);
            }
            return key.get();
        } catch (IOException | UncheckedIOException ex) {
            return Optional.empty();
        }
    }

    /** The key of this library's code in the class path entry that contains a class. */
    public static Optional<String> ofCode(Class<?> type) {
        SourceKey key = new SourceKey();
        CodeSource source = type.getProtectionDomain().getCodeSource();
        try {
            if (source == null) {
                return Optional.empty();
            }
            Path entry = file(source.getLocation());
            if (Files.isDirectory(entry)) {
                key.addDirectory(entry, Integer.MAX_VALUE, "");
            } else {
                key.addWholeJar(entry.toFile());
            }
            return key.get();
        } catch (IOException | UncheckedIOException ex) {
            return Optional.empty();
        }
    }

    /**
     * Adds all files in and below a directory. If classes are among them, all of their class path entry counts, because they
     * may use any other class of it.
     *
     * @param location the directory, as {@code classpath:} or {@code file:}; without either it is one of the class path
     * @return whether there is any file
     * @throws IOException if the files cannot be told: a pattern, nested jars, another protocol
     */
    public boolean addTree(String location) throws IOException {
        String path = path(location);
        add(location);
        boolean before = this.found;
        this.found = false;
        try {
            if (!location.startsWith(FILE)) {
                for (URL root : resources(path.substring(1) + "/")) {
                    addTree(root, path);
                }
            } else if (Files.isDirectory(Path.of(path))) {
                addDirectory(Path.of(path), Integer.MAX_VALUE, "");
            }
            return this.found;
        } catch (UncheckedIOException ex) {
            throw new IOException(ex.getMessage(), ex);
        } finally {
            this.found |= before;
        }
    }

    private void addTree(URL root, String path) throws IOException {
        if (root.openConnection() instanceof JarURLConnection jar) {
            Path file = file(jar.getJarFileURL());
            boolean classes;
            try (ZipFile zip = new ZipFile(file.toFile())) {
                classes = zip.stream()
                        .map(ZipEntry::getName)
                        .anyMatch(name -> name.endsWith(CLASS) && name.contains(jar.getEntryName()));
            }
            addJar(file.toFile(), classes ? "" : jar.getEntryName(), "");
            return;
        }
        Path directory = file(root);
        try (Stream<Path> files = Files.walk(directory)) {
            boolean classes = files.anyMatch(file -> file.toString().endsWith(CLASS));
            int depth = classes ? path.substring(1).split("/").length : 0;
            Path entry = Stream.iterate(directory, Path::getParent)
                    .skip(depth)
                    .findFirst()
                    .orElseThrow();
            addDirectory(entry, Integer.MAX_VALUE, "");
        }
    }

    /**
     * Adds a file of the class path, from each entry that has it, or of the file system.
     *
     * @return whether there is such a file
     */
    public boolean addFile(String location) throws IOException {
        String path = path(location);
        add(location);
        if (location.startsWith(FILE)) {
            boolean exists = Files.isRegularFile(Path.of(path));
            add(exists ? Files.readAllBytes(Path.of(path)) : new byte[0]);
            this.found |= exists;
            return exists;
        }
        List<URL> files = resources(path.substring(1));
        for (URL file : files) {
            try (InputStream in = file.openStream()) {
                add(in.readAllBytes());
                this.found = true;
            }
        }
        return !files.isEmpty();
    }

    /** A location as Spring's resolver takes it: this directory in every entry of the class path. */
    public static String directory(String location) {
        String directory = location.endsWith("/") ? location : location + "/";
        return directory.replaceFirst("^classpath:", "classpath*:");
    }

    /** The key of what was added; empty if there was no file. */
    public Optional<String> get() {
        return this.found ? Optional.of(HexFormat.of().formatHex(this.digest.digest())) : Optional.empty();
    }

    /** A pattern stands for several directories, and other signs make a path that Spring reads in another way. */
    private static String path(String location) throws IOException {
        String path = location.replaceFirst("^(classpath\\*?|file):/*", "/").replaceFirst("/*$", "");
        if (path.isEmpty() || !path.startsWith("/") || path.matches(".*[*?{}%\\\\].*|.*/\\.{1,2}(/.*)?")) {
            throw new IOException("nothing is known of " + location);
        }
        return path;
    }

    private void addLocation(String location) throws IOException {
        String path = path(location);
        add(location);
        if (location.startsWith(FILE)) {
            addDirectory(Path.of(path), 1, MIGRATION);
            return;
        }
        for (URL root : resources(path.substring(1) + "/")) {
            add("root");
            addRoot(root);
        }
    }

    private static List<URL> resources(String name) throws IOException {
        ClassLoader loader = Thread.currentThread().getContextClassLoader();
        if (loader == null) {
            throw new IOException("there is no class loader for " + name);
        }
        return Collections.list(loader.getResources(name));
    }

    private void addRoot(URL root) throws IOException {
        if (root.getProtocol().equals("jar")) {
            URLConnection connection = root.openConnection();
            if (connection instanceof JarURLConnection jar && jar.getEntryName() != null) {
                addJar(file(jar.getJarFileURL()).toFile(), jar.getEntryName(), MIGRATION);
                return;
            }
        }
        addDirectory(file(root), 1, MIGRATION);
    }

    /**
     * The bytes of the central directory. Reading our own jar entry by entry, and hashing that with SHA-256, takes a JVM that has
     * just started 30 ms; these bytes need not withstand an attacker.
     */
    private void addWholeJar(File jar) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(jar, "r")) {
            byte[] bytes = new byte[END_SIZE];
            file.seek(Math.max(0, file.length() - END_SIZE));
            file.readFully(bytes);
            ByteBuffer end = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
            int size = end.getInt(SIZE_FIELD);
            int offset = end.getInt(OFFSET_FIELD);
            if (end.getInt(0) != END_SIGNATURE || size < 0 || offset < 0) {
                throw new IOException("the central directory is not at the end of " + jar);
            }
            bytes = new byte[size];
            file.seek(offset);
            file.readFully(bytes);
            CRC32 checksum = new CRC32();
            checksum.update(bytes);
            add(file.length() + " " + size + " " + checksum.getValue());
            this.found = true;
        }
    }

    /** Also what a multi-release jar has below META-INF/versions. */
    private void addJar(File jar, String directory, String suffix) throws IOException {
        try (ZipFile zip = new ZipFile(jar)) {
            Enumeration<? extends ZipEntry> entries = zip.entries();
            while (entries.hasMoreElements()) {
                ZipEntry entry = entries.nextElement();
                if (entry.getName().contains(directory) && entry.getName().endsWith(suffix)) {
                    add(entry.getName() + " " + entry.getCrc() + " " + entry.getSize());
                    this.found = true;
                }
            }
        }
    }

    private void addDirectory(Path directory, int depth, String suffix) throws IOException {
        List<Path> files;
        try (Stream<Path> walk = Files.find(
                directory,
                depth,
                (path, attributes) -> path.toString().endsWith(suffix) && !attributes.isDirectory())) {
            files = walk.sorted().toList();
        }
        for (Path file : files) {
            byte[] bytes = Files.readAllBytes(file);
            add(directory.relativize(file) + " " + bytes.length);
            this.digest.update(bytes);
            this.found = true;
        }
    }

    /** Adds a text. */
    public void add(String text) {
        this.digest.update(text.getBytes(StandardCharsets.UTF_8));
        this.digest.update((byte) 0);
    }

    private void add(byte[] bytes) {
        add(Integer.toString(bytes.length));
        this.digest.update(bytes);
    }

    private static Path file(URL url) throws IOException {
        try {
            URI uri = url.toURI();
            if (!"file".equals(uri.getScheme()) || uri.isOpaque() || uri.getAuthority() != null) {
                throw new IOException("neither a directory nor in a jar: " + url);
            }
            return Path.of(uri);
        } catch (URISyntaxException ex) {
            throw new IOException(url.toString(), ex);
        }
    }
}
