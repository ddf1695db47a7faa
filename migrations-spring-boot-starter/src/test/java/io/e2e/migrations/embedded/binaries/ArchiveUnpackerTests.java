package io.e2e.migrations.embedded.binaries;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArchiveUnpackerTests {

    @TempDir
    Path directory;

    @Test
    void keepsContentsExecutablesAndLinks() throws IOException {
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
    @ValueSource(strings = {"../evil", "bin/../../evil", "/../evil"})
    void refusesAnEntryThatLeadsOutside(String name) {
        assertThatThrownBy(() -> unpack(TestArchive.file(name, 0644, "contents")))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("leads out of the archive: ");
        assertThat(this.directory.resolveSibling("evil")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"../..", "/etc", "x/../../../y"})
    void refusesALinkThatLeadsOutside(String target) {
        assertThatThrownBy(() -> unpack(TestArchive.link("lib/x", target)))
                .isInstanceOf(IOException.class)
                .hasMessage("leads out of the archive: lib/x");
    }

    @Test
    void refusesWhatIsNeitherFileDirectoryNorLink() {
        assertThatThrownBy(() -> unpack(TestArchive.fifo("pipe")))
                .isInstanceOf(IOException.class)
                .hasMessage("neither file, directory nor link: pipe");
    }

    private void unpack(TestArchive.Entry... entries) throws IOException {
        ArchiveUnpacker.unpack(new ByteArrayInputStream(TestArchive.of(entries)), this.directory);
    }
}
