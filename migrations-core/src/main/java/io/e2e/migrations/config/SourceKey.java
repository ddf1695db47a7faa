package io.e2e.migrations.config;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
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

    /** What no tool takes for a migration: texts, tables of data and pictures. */
    private static final Pattern NO_SOURCE =
            Pattern.compile("(?i).*(\\.(md|adoc|rst|txt|csv|tsv|log|bak|orig|swp|png|svg|jpe?g|gif|pdf)|~|/\\.[^/]*)");

    private static final String CLASS = ".class";
    private static final String FILE = "file:";

    private final SourceDigest digest;

    /** Begins a key to which nothing was added. */
    public SourceKey() {
        this(true);
    }

    private SourceKey(boolean reads) {
        this.digest = new SourceDigest(reads);
    }

    /** Begins what finds out whether there are files, and reads none of a directory. */
    public static SourceKey ofPresence() {
        return new SourceKey(false);
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
     * The key of single files; empty if there is no such file, or if it cannot be told.
     *
     * @param resources {@code classpath:} or {@code file:} files
     */
    public static Optional<String> ofFiles(List<String> resources) {
        SourceKey key = new SourceKey();
        try {
            for (String resource : resources) {
                if (!key.addFile(resource)) {
                    return Optional.empty();
                }
            }
            return Optional.of(key.digest.text());
        } catch (IOException | UncheckedIOException ex) {
            return Optional.empty();
        }
    }

    /** Whether a file of a location, by its name, can be a part of a catalog: SQL, a setting, a list, or code. */
    public static boolean isSource(String name) {
        return name.endsWith(".sql") || !NO_SOURCE.matcher(name).matches();
    }

    /** The key of this library's code in the class path entry that contains a class. */
    public static Optional<String> ofCode(Class<?> type) {
        SourceKey key = new SourceKey();
        CodeSource source = type.getProtectionDomain().getCodeSource();
        try {
            if (source == null) {
                return Optional.empty();
            }
            Path entry = SourceDigest.file(source.getLocation());
            if (Files.isDirectory(entry)) {
                key.digest.addDirectory(entry, file -> true);
            } else {
                key.digest.addWholeJar(entry.toFile());
            }
            return key.get();
        } catch (IOException | UncheckedIOException ex) {
            return Optional.empty();
        }
    }

    /** A location as Spring's resolver takes it: this directory in every entry of the class path. */
    public static String directory(String location) {
        String directory = location.endsWith("/") ? location : location + "/";
        return directory.replaceFirst("^classpath:", "classpath*:");
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
        this.digest.add(location);
        int before = this.digest.files();
        try {
            if (!location.startsWith(FILE)) {
                for (URL root : resources(path.substring(1) + "/")) {
                    addTree(root, path);
                }
            } else if (Files.isDirectory(onDisk(location))) {
                this.digest.addDirectory(onDisk(location), file -> true);
            }
        } catch (UncheckedIOException ex) {
            throw new IOException(ex.getMessage(), ex);
        }
        return this.digest.files() > before;
    }

    private void addTree(URL root, String path) throws IOException {
        if (root.openConnection() instanceof JarURLConnection jar) {
            Path file = SourceDigest.file(jar.getJarFileURL());
            boolean classes;
            try (ZipFile zip = new ZipFile(file.toFile())) {
                classes = zip.stream()
                        .map(ZipEntry::getName)
                        .anyMatch(name -> name.endsWith(CLASS) && name.contains(jar.getEntryName()));
            }
            this.digest.addJar(file.toFile(), classes ? "" : jar.getEntryName(), name -> true);
            return;
        }
        Path directory = SourceDigest.file(root);
        try (Stream<Path> files = Files.walk(directory)) {
            boolean classes = files.anyMatch(file -> file.toString().endsWith(CLASS));
            int depth = classes ? path.substring(1).split("/").length : 0;
            Path entry = Stream.iterate(directory, Path::getParent)
                    .skip(depth)
                    .findFirst()
                    .orElseThrow();
            this.digest.addDirectory(entry, file -> true);
        }
    }

    /**
     * Adds a file of the class path, from each entry that has it, or of the file system.
     *
     * @return whether there is such a file
     */
    public boolean addFile(String location) throws IOException {
        String path = path(location);
        this.digest.add(location);
        if (location.startsWith(FILE)) {
            boolean exists = Files.isRegularFile(onDisk(location));
            if (exists) {
                this.digest.addFile(Files.readAllBytes(onDisk(location)), location);
            }
            return exists;
        }
        List<URL> files = resources(path.substring(1));
        for (URL file : files) {
            try (InputStream in = file.openStream()) {
                this.digest.addFile(in.readAllBytes(), location);
            }
        }
        return !files.isEmpty();
    }

    /** Adds a text. */
    public void add(String text) {
        this.digest.add(text);
    }

    /** The key of what was added; empty if there was no file. */
    public Optional<String> get() {
        return this.digest.files() > 0 ? Optional.of(this.digest.text()) : Optional.empty();
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
        this.digest.add(location);
        if (location.startsWith(FILE)) {
            this.digest.addDirectory(onDisk(location), SourceKey::isSource);
            return;
        }
        for (URL root : resources(path.substring(1) + "/")) {
            this.digest.add("root");
            if (root.getProtocol().equals("jar")
                    && root.openConnection() instanceof JarURLConnection jar
                    && jar.getEntryName() != null) {
                this.digest.addJar(
                        SourceDigest.file(jar.getJarFileURL()).toFile(), jar.getEntryName(), SourceKey::isSource);
            } else {
                this.digest.addDirectory(SourceDigest.file(root), SourceKey::isSource);
            }
        }
    }

    private static List<URL> resources(String name) throws IOException {
        ClassLoader loader = Thread.currentThread().getContextClassLoader();
        if (loader == null) {
            throw new IOException("there is no class loader for " + name);
        }
        return Collections.list(loader.getResources(name));
    }
}
