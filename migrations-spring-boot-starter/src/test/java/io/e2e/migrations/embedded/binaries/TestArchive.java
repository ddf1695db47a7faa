package io.e2e.migrations.embedded.binaries;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;

/** Writes small archives, honest and dishonest ones, and looks into others. */
public final class TestArchive {

    private TestArchive() {}

    /** The names of all entries. */
    public static List<String> names(Path archive) throws IOException {
        List<String> names = new ArrayList<>();
        try (InputStream in = Files.newInputStream(archive)) {
            TarReader tar = new TarReader(in);
            for (TarHeader entry = tar.next(); entry != null; entry = tar.next()) {
                names.add(entry.name());
            }
        }
        return names;
    }

    /** A {@code .tar}. */
    static byte[] tar(Entry... entries) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (Entry entry : entries) {
            bytes.write(entry.header.toBlock(0));
            bytes.write(entry.contents);
            bytes.write(new byte[-entry.contents.length & (TarHeader.BLOCK - 1)]);
        }
        bytes.write(new byte[2 * TarHeader.BLOCK]);
        return bytes.toByteArray();
    }

    /** A {@code .txz}. */
    static byte[] txz(Entry... entries) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (XZOutputStream xz = new XZOutputStream(bytes, new LZMA2Options(0))) {
            xz.write(tar(entries));
        }
        return bytes.toByteArray();
    }

    static Entry file(String name, int mode, String contents) {
        return entry(TarHeader.FILE, name, "", mode, contents);
    }

    static Entry directory(String name) {
        return entry(TarHeader.DIRECTORY, name, "", 0755, "");
    }

    static Entry link(String name, String target) {
        return entry(TarHeader.SYMBOLIC_LINK, name, target, 0777, "");
    }

    static Entry hardLink(String name, String target) {
        return entry(TarHeader.HARD_LINK, name, target, 0644, "");
    }

    /** An entry of any type that has nothing but a name and contents. */
    static Entry other(char type, String name, String contents) {
        return entry(type, name, "", 0644, contents);
    }

    private static Entry entry(char type, String name, String target, int mode, String contents) {
        byte[] bytes = contents.getBytes(StandardCharsets.UTF_8);
        return new Entry(new TarHeader(type, name, target, mode, bytes.length), bytes);
    }

    /** One entry of an archive. */
    static final class Entry {

        private final TarHeader header;
        private final byte[] contents;

        private Entry(TarHeader header, byte[] contents) {
            this.header = header;
            this.contents = contents;
        }
    }
}
