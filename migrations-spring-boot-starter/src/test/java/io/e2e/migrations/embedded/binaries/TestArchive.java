package io.e2e.migrations.embedded.binaries;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;

/** Writes small {@code .txz} archives, honest and dishonest ones. */
final class TestArchive {

    private TestArchive() {}

    static byte[] of(Entry... entries) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(new XZOutputStream(bytes, new LZMA2Options(0)))) {
            for (Entry entry : entries) {
                entry.header.setSize(entry.contents.length);
                tar.putArchiveEntry(entry.header);
                tar.write(entry.contents);
                tar.closeArchiveEntry();
            }
        }
        return bytes.toByteArray();
    }

    static Entry file(String name, int mode, String contents) {
        TarArchiveEntry header = new TarArchiveEntry(name, true);
        header.setMode(mode);
        return new Entry(header, contents.getBytes(StandardCharsets.UTF_8));
    }

    static Entry link(String name, String target) {
        TarArchiveEntry header = new TarArchiveEntry(name, TarConstants.LF_SYMLINK);
        header.setLinkName(target);
        return new Entry(header, new byte[0]);
    }

    static Entry fifo(String name) {
        return new Entry(new TarArchiveEntry(name, TarConstants.LF_FIFO), new byte[0]);
    }

    /** One entry of an archive. */
    static final class Entry {

        private final TarArchiveEntry header;
        private final byte[] contents;

        private Entry(TarArchiveEntry header, byte[] contents) {
            this.header = header;
            this.contents = contents;
        }
    }
}
