package io.e2e.migrations.config;

import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Enumeration;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** SHA-256 of files, of the lists of jars, and of texts. */
final class SourceDigest {

    /** What reads a file that may be beside the location: psql's \i with a path that leaves its directory. */
    private static final Pattern READS_OUTSIDE =
            Pattern.compile("\\\\(i|ir|include|include_relative)\\s+['\"]?([^\\n]*\\.\\.|/)");

    /** APPNOTE.TXT of the format ZIP, 4.3.16: "end of central directory record", its size without a comment, and its fields. */
    private static final int END_SIGNATURE = 0x06054b50;

    private static final int END_SIZE = 22;
    private static final int SIZE_FIELD = 12;
    private static final int OFFSET_FIELD = 16;

    private final MessageDigest digest;
    private final boolean reads;
    private int files;

    /**
     * Begins a digest.
     *
     * @param reads whether the files of directories are read; if not, they are only counted
     */
    SourceDigest(boolean reads) {
        this.reads = reads;
        try {
            this.digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException ex) {
            throw new IllegalStateException("every Java platform has SHA-256", ex);
        }
    }

    /** The number of files, entries and whole jars that were added. */
    int files() {
        return this.files;
    }

    /** The digest of what was added, in hexadecimal; ends the digest. */
    String text() {
        return HexFormat.of().formatHex(this.digest.digest());
    }

    void add(String text) {
        this.digest.update(text.getBytes(StandardCharsets.UTF_8));
        this.digest.update((byte) 0);
    }

    /**
     * The bytes of the central directory. Reading our own jar entry by entry, and hashing that with SHA-256, takes a JVM that has
     * just started 30 ms; these bytes need not withstand an attacker.
     */
    void addWholeJar(File jar) throws IOException {
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
            this.files++;
        }
    }

    /** Adds the entries of a directory, also what a multi-release jar has below META-INF/versions. */
    void addJar(File jar, String directory, Predicate<String> counts) throws IOException {
        try (ZipFile zip = new ZipFile(jar)) {
            Enumeration<? extends ZipEntry> entries = zip.entries();
            while (entries.hasMoreElements()) {
                ZipEntry entry = entries.nextElement();
                if (entry.getName().contains(directory) && counts.test(entry.getName())) {
                    add(entry.getName() + " " + entry.getCrc() + " " + entry.getSize());
                    this.files++;
                }
            }
        }
    }

    void addDirectory(Path directory, Predicate<String> counts) throws IOException {
        List<Path> found;
        try (Stream<Path> walk = Files.find(
                directory,
                Integer.MAX_VALUE,
                (path, attributes) -> counts.test(path.toString()) && !attributes.isDirectory(),
                FileVisitOption.FOLLOW_LINKS)) {
            found = walk.sorted().toList();
        }
        if (!this.reads) {
            this.files += found.size();
            return;
        }
        for (Path file : found) {
            add(directory.relativize(file).toString());
            addFile(Files.readAllBytes(file), file.toString());
        }
    }

    /** Adds the bytes of a file with this name. */
    void addFile(byte[] bytes, String name) throws IOException {
        if (name.endsWith(".sql")
                && READS_OUTSIDE
                        .matcher(new String(bytes, StandardCharsets.ISO_8859_1))
                        .find()) {
            throw new IOException("it reads a file that may be anywhere");
        }
        add(String.valueOf(bytes.length));
        this.digest.update(bytes);
        this.files++;
    }

    static Path file(URL url) throws IOException {
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
