package io.e2e.migrations.embedded.binaries;

import io.e2e.migrations.embedded.host.Platform;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URL;
import java.net.URLConnection;
import java.util.List;
import java.util.jar.JarFile;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;

/**
 * The archive with PostgreSQL's programs on the class path. The artifact does not say which version it has, so its checksum
 * is its identity, and the version is asked of the program once it is unpacked. Immutable.
 */
public final class BinaryArchive {

    private static final int DIGITS = 8;

    private final Platform platform;
    private final URL url;
    private final String key;

    BinaryArchive(Platform platform, URL url) {
        this.platform = platform;
        this.url = url;
        this.key = platform.resource().replace(".txz", "") + "-" + checksum(url);
    }

    /** The archive for this machine on the class path. */
    public static BinaryArchive find() {
        // Our class loader first, as the binaries come with this library. The thread's may have others in application
        // servers.
        ClassLoader context = Thread.currentThread().getContextClassLoader();
        ClassLoader own = BinaryArchive.class.getClassLoader();
        return find(Platform.current(), context == null ? List.of(own) : List.of(own, context));
    }

    /** The archive for this platform from the first of these class loaders that has it. */
    static BinaryArchive find(Platform platform, List<ClassLoader> loaders) {
        for (ClassLoader loader : loaders) {
            for (String resource : platform.resources()) {
                URL url = loader.getResource(resource);
                if (url != null) {
                    return new BinaryArchive(platform, url);
                }
            }
        }
        throw EmbeddedBinariesException.notFound(platform);
    }

    /** The platform of its programs. */
    Platform platform() {
        return this.platform;
    }

    /** Its name, size and checksum; the archive of another version has another key. */
    public String key() {
        return this.key;
    }

    InputStream open() throws IOException {
        return uncached(this.url).getInputStream();
    }

    @Override
    public String toString() {
        return this.url.toString();
    }

    /** A jar's directory holds size and checksum, so that its contents need not be read. */
    private static String checksum(URL url) {
        try {
            if (uncached(url) instanceof JarURLConnection connection) {
                try (JarFile jar = connection.getJarFile()) {
                    var entry = connection.getJarEntry();
                    if (jar != null && entry.getCrc() >= 0 && entry.getSize() >= 0) {
                        return checksum(entry.getSize(), entry.getCrc());
                    }
                }
            }
            try (CheckedInputStream in = new CheckedInputStream(uncached(url).getInputStream(), new CRC32())) {
                long size = in.transferTo(OutputStream.nullOutputStream());
                return checksum(size, in.getChecksum().getValue());
            }
        } catch (IOException ex) {
            throw new UncheckedIOException("cannot read " + url, ex);
        }
    }

    private static String checksum(long size, long crc) {
        String digits = "0000000" + Long.toHexString(crc);
        return size + "-" + digits.substring(digits.length() - DIGITS);
    }

    /** A cached jar file would stay open for the life of the JVM. */
    private static URLConnection uncached(URL url) throws IOException {
        URLConnection connection = url.openConnection();
        connection.setUseCaches(false);
        return connection;
    }
}
