package io.e2e.migrations.config;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitOption;
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
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * Tells whether files are the same as before, without parsing one. Of a jar, the name, CRC-32 and size of each entry count,
 * which its central directory lists; of a directory, the bytes of the files. What is neither has no key, so that nothing is
 * believed to be the same in case of doubt.
 */
public final class SourceKey {

    private static final Pattern MIGRATION = Pattern.compile(
            ".*\\.(sql|conf|toml|xml|ya?ml|json|java|class|kts?|groovy|scala|go|rs|py|[mc]?js|ts|rb|php|exs?|cs|sh|bash|ps1|bat|cmd)");

    /** What reads a file that may be beside the location: psql's \i with a path that leaves its directory. */
    private static final Pattern READS_OUTSIDE =
            Pattern.compile("\\\\(i|ir|include|include_relative)\\s+['\"]?([^\\n]*\\.\\.|/)");

    private static final String CODE = "io/e2e/migrations/";
    private static final String CLASS = ".class";
    private static final String FILE = "file:";

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

    /**
     * The key of single files.
     *
     * @param resources {@code classpath:} or {@code file:} files
     */
    public static Optional<String> ofFiles(List<String> resources) {
        SourceKey key = new SourceKey();
        try {
            key.found = true;
            for (String resource : resources) {
                if (!key.addFile(resource)) {
                    return Optional.empty();
                }
            }
            return key.get();
        } catch (IOException | UncheckedIOException ex) {
            return Optional.empty();
        }
    }

    /** Whether a file of a location, by its name, can be a part of a catalog: SQL, a setting, a list, or code. */
    public static boolean isSource(String name) {
        return MIGRATION.matcher(name).matches();
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
                key.addDirectory(entry, file -> true);
            } else {
                key.addJar(entry.toFile(), CODE, file -> true);
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
            } else if (Files.isDirectory(onDisk(location))) {
                addDirectory(onDisk(location), file -> true);
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
            addJar(file.toFile(), classes ? "" : jar.getEntryName(), name -> true);
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
            addDirectory(entry, file -> true);
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
            boolean exists = Files.isRegularFile(onDisk(location));
            addBytes(exists ? Files.readAllBytes(onDisk(location)) : new byte[0], location);
            this.found |= exists;
            return exists;
        }
        List<URL> files = resources(path.substring(1));
        for (URL file : files) {
            try (InputStream in = file.openStream()) {
                addBytes(in.readAllBytes(), location);
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

    private static Path onDisk(String location) {
        return Path.of(location.substring(FILE.length()));
    }

    private void addLocation(String location) throws IOException {
        String path = path(location);
        add(location);
        if (location.startsWith(FILE)) {
            addDirectory(onDisk(location), SourceKey::isSource);
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
                addJar(file(jar.getJarFileURL()).toFile(), jar.getEntryName(), SourceKey::isSource);
                return;
            }
        }
        addDirectory(file(root), SourceKey::isSource);
    }

    /** Also what a multi-release jar has below META-INF/versions. */
    private void addJar(File jar, String directory, Predicate<String> counts) throws IOException {
        try (ZipFile zip = new ZipFile(jar)) {
            Enumeration<? extends ZipEntry> entries = zip.entries();
            while (entries.hasMoreElements()) {
                ZipEntry entry = entries.nextElement();
                if (entry.getName().contains(directory) && counts.test(entry.getName())) {
                    add(entry.getName() + " " + entry.getCrc() + " " + entry.getSize());
                    this.found = true;
                }
            }
        }
    }

    private void addDirectory(Path directory, Predicate<String> counts) throws IOException {
        List<Path> files;
        try (Stream<Path> walk = Files.find(
                directory,
                Integer.MAX_VALUE,
                (path, attributes) -> counts.test(path.toString()) && !attributes.isDirectory(),
                FileVisitOption.FOLLOW_LINKS)) {
            files = walk.sorted().toList();
        }
        for (Path file : files) {
            add(directory.relativize(file).toString());
            addBytes(file);
            this.found = true;
        }
    }

    private void addBytes(Path file) throws IOException {
        addBytes(Files.readAllBytes(file), file.toString());
    }

    private void addBytes(byte[] bytes, String name) throws IOException {
        if (name.endsWith(".sql")
                && READS_OUTSIDE
                        .matcher(new String(bytes, StandardCharsets.ISO_8859_1))
                        .find()) {
            throw new IOException("it reads a file that may be anywhere");
        }
        add(String.valueOf(bytes.length));
        this.digest.update(bytes);
    }

    /** Adds a text. */
    public void add(String text) {
        this.digest.update(text.getBytes(StandardCharsets.UTF_8));
        this.digest.update((byte) 0);
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
