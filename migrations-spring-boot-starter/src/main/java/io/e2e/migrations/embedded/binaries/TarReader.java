package io.e2e.migrations.embedded.binaries;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads a tar archive, one entry after another: the format ustar, with the long names of GNU tar and of pax. The JDK has no
 * such reader, and a library would have to be the one that the application brings. Not thread-safe.
 */
final class TarReader {

    /** GNU tar: the contents are the name, or the link's target, of the next entry. */
    private static final char LONG_NAME = 'L';

    private static final char LONG_TARGET = 'K';

    /** pax: the contents are attributes of the next entry, or of all that follow. */
    private static final char ATTRIBUTES = 'x';

    private static final char ATTRIBUTES_OF_ALL = 'g';

    /** More than any name needs. */
    private static final int LONGEST_TEXT = 1 << 16;

    private static final int BUFFER = 1 << 13;

    /** The length is that of the whole line, such as {@code 12 path=a/b}: a value may hold line ends. */
    private static final Pattern ATTRIBUTE = Pattern.compile("(\\d{1,5}) ([^=\n]+)=");

    private final InputStream in;
    private long unread;
    private int padding;

    TarReader(InputStream in) {
        this.in = in;
    }

    /** Goes on to the next entry; {@code null} at the archive's end. */
    @Nullable
    TarHeader next() throws IOException {
        Map<String, String> attributes = new HashMap<>();
        while (true) {
            copyTo(OutputStream.nullOutputStream());
            read(this.padding);
            TarHeader header = TarHeader.parse(read(TarHeader.BLOCK));
            if (header == null) {
                return null;
            }
            this.unread = header.size();
            this.padding = (int) (-header.size() & (TarHeader.BLOCK - 1));
            switch (header.type()) {
                case LONG_NAME -> attributes.put("path", text());
                case LONG_TARGET -> attributes.put("linkpath", text());
                case ATTRIBUTES -> attributes.putAll(attributes());
                case ATTRIBUTES_OF_ALL -> copyTo(OutputStream.nullOutputStream());
                default -> {
                    return with(attributes, header);
                }
            }
        }
    }

    /** Writes the entry's contents. */
    void copyTo(OutputStream out) throws IOException {
        byte[] buffer = new byte[(int) Math.min(BUFFER, this.unread)];
        while (this.unread > 0) {
            int read = this.in.read(buffer, 0, (int) Math.min(buffer.length, this.unread));
            if (read < 0) {
                throw truncated();
            }
            out.write(buffer, 0, read);
            this.unread -= read;
        }
    }

    private static TarHeader with(Map<String, String> attributes, TarHeader header) throws IOException {
        // Both mean that the contents are not what the header says.
        if (attributes.keySet().stream().anyMatch(key -> key.equals("size") || key.startsWith("GNU.sparse"))) {
            throw new IOException("an entry has a form that cannot be read: " + header.name());
        }
        return new TarHeader(
                header.type(),
                attributes.getOrDefault("path", header.name()),
                attributes.getOrDefault("linkpath", header.target()),
                header.mode(),
                header.size());
    }

    private Map<String, String> attributes() throws IOException {
        Map<String, String> attributes = new HashMap<>();
        // One character for each byte, as lengths are in bytes.
        String lines = new String(contents(), StandardCharsets.ISO_8859_1);
        while (!lines.isEmpty()) {
            Matcher start = ATTRIBUTE.matcher(lines);
            int length = start.lookingAt() ? Integer.parseInt(start.group(1)) : 0;
            if (length == 0 || length <= start.end() || length > lines.length()) {
                throw new IOException("not a tar archive, or a damaged one: attributes cannot be read");
            }
            byte[] value = lines.substring(start.end(), length - 1).getBytes(StandardCharsets.ISO_8859_1);
            attributes.put(start.group(2), new String(value, StandardCharsets.UTF_8));
            lines = lines.substring(length);
        }
        return attributes;
    }

    /** GNU tar ends it with a zero byte. */
    private String text() throws IOException {
        return new String(contents(), StandardCharsets.UTF_8).replaceFirst("\0.*", "");
    }

    private byte[] contents() throws IOException {
        if (this.unread > LONGEST_TEXT) {
            throw new IOException("not a tar archive, or a damaged one: a name of " + this.unread + " bytes");
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        copyTo(bytes);
        return bytes.toByteArray();
    }

    private byte[] read(int length) throws IOException {
        byte[] bytes = this.in.readNBytes(length);
        if (bytes.length < length) {
            throw truncated();
        }
        return bytes;
    }

    private static EOFException truncated() {
        return new EOFException("the archive ends too early");
    }
}
