package io.e2e.migrations.embedded.binaries;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArchiveUnpackerTests {

    @TempDir
    Path directory;

    @Test
    void unpackKeepsContentsExecutablesAndLinks() throws IOException {
        unpack(
                TestArchive.file("bin/postgres", 0755, "contents"),
                TestArchive.file("share/errcodes.txt", 0644, "contents"),
                TestArchive.link("lib/libpq.so", "libpq.so.5"));

        assertThat(this.directory.resolve("bin/postgres"))
                .hasContent("contents")
                .isExecutable();
        assertThat(Files.isExecutable(this.directory.resolve("share/errcodes.txt")))
                .isFalse();
        assertThat(Files.readSymbolicLink(this.directory.resolve("lib/libpq.so")))
                .hasToString("libpq.so.5");
    }

    @ParameterizedTest
    @ValueSource(strings = {"../evil", "bin/../../evil", "/../evil", "/evil"})
    void unpackWhenEntryLeadsOutsideFails(String name) {
        assertThatThrownBy(() -> unpack(TestArchive.file(name, 0644, "contents")))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("an entry points out of the archive: ");
        assertThat(this.directory.resolveSibling("evil")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"../..", "/etc", "x/../../../y"})
    void unpackWhenLinkLeadsOutsideFails(String target) {
        assertThatThrownBy(() -> unpack(TestArchive.link("lib/x", target)))
                .isInstanceOf(IOException.class)
                .hasMessage("an entry points out of the archive: lib/x");
    }

    @Test
    void unpackWhenDirectoryIsNamedMakesIt() throws IOException {
        unpack(
                TestArchive.directory("./"),
                TestArchive.directory("./share/empty/"),
                TestArchive.file("./a", 0644, "x"));

        assertThat(this.directory.resolve("share/empty")).isEmptyDirectory();
        assertThat(this.directory.resolve("a")).hasContent("x");
    }

    @Test
    void unpackWhenLinkIsHardGivesTheFileASecondName() throws IOException {
        unpack(TestArchive.file("bin/a", 0755, "contents"), TestArchive.hardLink("lib/b", "bin/a"));

        assertThat(this.directory.resolve("lib/b")).hasContent("contents").isExecutable();
    }

    @ParameterizedTest
    @ValueSource(strings = {"../outside", "/etc/passwd", "missing", "l", "."})
    void unpackWhenHardLinkLeadsToNoFileOfTheArchiveFails(String target) {
        assertThatThrownBy(() -> unpack(TestArchive.link("l", "elsewhere"), TestArchive.hardLink("lib/b", target)))
                .isInstanceOf(IOException.class)
                .hasMessageMatching(
                        "(an entry points out of the archive|an entry is behind a link|a link points to a file that the"
                                + " archive does not have): lib/b");
        assertThat(this.directory.resolve("lib/b")).doesNotExist();
    }

    @Test
    void unpackWhenLinkClimbsWithinTheArchiveMakesIt() throws IOException {
        unpack(
                TestArchive.file("lib/real/libpq.so", 0644, "x"),
                TestArchive.link("bin/x/libpq.so", "../../lib/real/libpq.so"));

        assertThat(this.directory.resolve("bin/x/libpq.so")).hasContent("x");
    }

    @Test
    void unpackWhenLinksAreChainedFails() {
        assertThatThrownBy(() -> unpack(TestArchive.link("a/l", ".."), TestArchive.link("m", "a/l/..")))
                .isInstanceOf(IOException.class)
                .hasMessage("an entry points out of the archive: m");
    }

    /** The link that makes the chain dangerous may come later. */
    @Test
    void unpackWhenLinksAreChainedInTheOtherOrderFails() {
        assertThatThrownBy(() -> unpack(TestArchive.link("m", "a/l/../x"), TestArchive.link("a/l", "..")))
                .isInstanceOf(IOException.class)
                .hasMessage("an entry points out of the archive: m");
    }

    @Test
    void unpackWhenEntryLiesBehindALinkFails() throws IOException {
        Path outside = Files.createTempDirectory(this.directory, "outside");
        Files.createSymbolicLink(this.directory.resolve("planted"), outside);

        for (TestArchive.Entry entry : List.of(
                TestArchive.file("l/evil", 0644, "x"),
                TestArchive.directory("l/evil"),
                TestArchive.link("l/evil", "x"),
                TestArchive.hardLink("l/evil", "lib/x"),
                TestArchive.hardLink("evil", "l/x"))) {
            Path root = Files.createTempDirectory(this.directory, "root");
            assertThatThrownBy(() ->
                            unpackInto(root, TestArchive.file("lib/x", 0644, ""), TestArchive.link("l", "lib"), entry))
                    .isInstanceOf(IOException.class)
                    .hasMessageStartingWith("an entry is behind a link: ");
            assertThat(root.resolve("lib/evil")).doesNotExist();
        }
        assertThatThrownBy(() -> unpack(TestArchive.file("planted/evil", 0644, "x")))
                .hasMessage("an entry is behind a link: planted/evil");
        assertThat(outside).isEmptyDirectory();
    }

    @Test
    void unpackWhenFileHasTheNameOfALinkFailsAndWritesNothing() throws IOException {
        Path outside = Files.writeString(this.directory.resolve("outside"), "before");
        Files.createSymbolicLink(this.directory.resolve("l"), outside);

        assertThatThrownBy(() -> unpack(TestArchive.file("l", 0644, "after"))).isInstanceOf(IOException.class);
        assertThat(outside).hasContent("before");
    }

    /** Character and block devices, pipes, and types that nobody knows. */
    @ParameterizedTest
    @ValueSource(chars = {'3', '4', '6', '7', 'S', 'V'})
    void unpackWhenEntryIsNeitherFileDirectoryNorLinkFails(char type) {
        assertThatThrownBy(() -> unpack(TestArchive.other(type, "pipe", "")))
                .isInstanceOf(IOException.class)
                .hasMessage("an entry is neither a file, a directory nor a link: pipe");
    }

    @Test
    void unpackWhenCompressedArchiveIsCutOffFails() throws IOException {
        byte[] whole = TestArchive.txz(TestArchive.file("a", 0644, "x".repeat(5000)));
        for (int length : List.of(0, 20, whole.length / 2, whole.length - 1)) {
            Path root = Files.createTempDirectory(this.directory, "root");
            assertThatThrownBy(() -> ArchiveUnpacker.unpackCompressed(
                            new ByteArrayInputStream(Arrays.copyOf(whole, length)), root))
                    .as("%d bytes", length)
                    .isInstanceOf(IOException.class);
        }
    }

    private void unpack(TestArchive.Entry... entries) throws IOException {
        unpackInto(this.directory, entries);
    }

    private static void unpackInto(Path root, TestArchive.Entry... entries) throws IOException {
        ArchiveUnpacker.unpackCompressed(new ByteArrayInputStream(TestArchive.txz(entries)), root);
    }
}
