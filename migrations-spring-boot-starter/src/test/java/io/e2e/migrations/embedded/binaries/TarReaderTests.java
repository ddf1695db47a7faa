package io.e2e.migrations.embedded.binaries;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TarReaderTests {

    private static final String LONG = "d/".repeat(80) + "ä";

    private static byte[] two() throws IOException {
        return TestArchive.tar(TestArchive.file("a", 0755, "x".repeat(700)), TestArchive.file("b", 0644, "second"));
    }

    private static TarHeader only(TestArchive.Entry... entries) throws IOException {
        TarReader reader = new TarReader(new ByteArrayInputStream(TestArchive.tar(entries)));
        TarHeader header = reader.next();
        assertThat(reader.next()).isNull();
        return header;
    }

    private static List<String> read(byte[] archive) throws IOException {
        TarReader reader = new TarReader(new ByteArrayInputStream(archive));
        List<String> entries = new ArrayList<>();
        for (TarHeader header = reader.next(); header != null; header = reader.next()) {
            ByteArrayOutputStream contents = new ByteArrayOutputStream();
            reader.copyTo(contents);
            entries.add(header.name() + "=" + contents.toString(StandardCharsets.UTF_8));
        }
        return entries;
    }

    /** A line's length counts itself: two digits are enough for these. */
    private static TestArchive.Entry attributes(String... lines) {
        StringBuilder text = new StringBuilder();
        for (String line : lines) {
            int bytes = line.getBytes(StandardCharsets.UTF_8).length;
            int length = bytes + (bytes > 95 ? 5 : 4);
            text.append(length).append(' ').append(line).append('\n');
        }
        return TestArchive.other('x', "pax", text.toString());
    }

    @Test
    void nextReadsEachEntryWithItsContents() throws IOException {
        assertThat(read(two())).containsExactly("a=" + "x".repeat(700), "b=second");
    }

    @Test
    void nextWhenContentsWereNotReadSkipsThem() throws IOException {
        TarReader reader = new TarReader(new ByteArrayInputStream(two()));
        reader.next();

        assertThat(reader.next()).isEqualTo(new TarHeader(TarHeader.FILE, "b", "", 0644, 6));
    }

    @Test
    void nextWhenArchiveIsCutOffAnywhereFails() throws IOException {
        byte[] whole = two();
        for (int length : List.of(0, 100, 512, 600, 1100, 1536, 2040, 2048, 2500, 2560)) {
            byte[] part = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> read(part))
                    .as("%d bytes", length)
                    .isInstanceOf(EOFException.class)
                    .hasMessage("the archive ends too early");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 100, 124, 148, 156, 157, 257, 345, 511})
    void nextWhenAHeaderIsDamagedFails(int offset) throws IOException {
        byte[] archive = two();
        archive[offset] ^= 1;

        assertThatThrownBy(() -> read(archive)).isInstanceOf(IOException.class).hasMessageStartingWith("not a tar");
    }

    @Test
    void nextWhenNameIsLongInGnusWayReadsItWhole() throws IOException {
        assertThat(only(TestArchive.other('L', "././@LongLink", LONG + "\0"), TestArchive.file("short", 0644, ""))
                        .name())
                .isEqualTo(LONG);
        assertThat(only(TestArchive.other('K', "././@LongLink", LONG + "\0"), TestArchive.link("l", "short"))
                        .target())
                .isEqualTo(LONG);
    }

    @Test
    void nextWhenNameIsLongInPaxsWayReadsItWhole() throws IOException {
        TarHeader link = only(
                attributes("mtime=1.5", "path=" + LONG, "comment=two\nlines", "linkpath=" + LONG),
                TestArchive.link("short", "short"));

        assertThat(link.name()).isEqualTo(LONG);
        assertThat(link.target()).isEqualTo(LONG);
    }

    @Test
    void nextWhenLongNameWasReadDoesNotGiveItToTheEntryAfter() throws IOException {
        assertThat(read(TestArchive.tar(
                        attributes("path=" + LONG),
                        TestArchive.file("a", 0644, "1"),
                        TestArchive.file("b", 0644, "2"))))
                .containsExactly(LONG + "=1", "b=2");
    }

    @Test
    void nextWhenAttributesAreOfAllEntriesPassesThemOver() throws IOException {
        assertThat(only(TestArchive.other('g', "pax", "13 comment=x\n"), TestArchive.file("a", 0644, ""))
                        .name())
                .isEqualTo("a");
    }

    @Test
    void nextWhenNameIsSplitInUstarsWayJoinsIt() throws IOException {
        byte[] archive = TestArchive.tar(TestArchive.file("name", 0644, ""));
        byte[] prefix = "some/directory".getBytes(StandardCharsets.UTF_8);
        System.arraycopy(prefix, 0, archive, 345, prefix.length);
        int sum = 8 * ' ';
        for (int index = 0; index < 512; index++) {
            sum += index >= 148 && index < 156 ? 0 : archive[index];
        }
        byte[] checksum = "%06o\0 ".formatted(sum).getBytes(StandardCharsets.UTF_8);
        System.arraycopy(checksum, 0, archive, 148, checksum.length);

        assertThat(read(archive)).containsExactly("some/directory/name=");
    }

    @ParameterizedTest
    @CsvSource({"size=9", "GNU.sparse.major=1"})
    void nextWhenContentsAreStoredInAnotherWayFails(String attribute) {
        assertThatThrownBy(() -> only(attributes(attribute), TestArchive.file("a", 0644, "")))
                .isInstanceOf(IOException.class)
                .hasMessage("an entry has a form that cannot be read: a");
    }

    @ParameterizedTest
    @ValueSource(strings = {"path=a\n", "0 path=a\n", "5 path=a\n", "99 path=a\n", "x", "99999999999 path=a\n"})
    void nextWhenAttributesAreDamagedFails(String text) {
        assertThatThrownBy(() -> only(TestArchive.other('x', "pax", text), TestArchive.file("a", 0644, "")))
                .isInstanceOf(IOException.class)
                .hasMessage("not a tar archive, or a damaged one: attributes cannot be read");
    }

    @Test
    void nextWhenNameIsEndlessFails() {
        assertThatThrownBy(() -> only(TestArchive.other('L', "", "x".repeat(70_000)), TestArchive.file("a", 0644, "")))
                .isInstanceOf(IOException.class)
                .hasMessage("not a tar archive, or a damaged one: a name of 70000 bytes");
    }
}
