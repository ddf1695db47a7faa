package io.e2e.migrations.conventions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

@DisabledIfSystemProperty(named = "golden.rewrite", matches = "true")
class GoldenFileTests {

    @TempDir
    private Path directory;

    @Test
    void acceptsTheSameTextWhateverItsLineEnds() throws IOException {
        golden("a\r\nb\r\n").assertEquals("a\nb\n");
    }

    @Test
    void refusesAnotherTextAndSaysHowToRewrite() throws IOException {
        GoldenFile golden = golden("a\n");
        assertThatThrownBy(() -> golden.assertEquals("b\n"))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("rewrite the file with -Dgolden.rewrite=true");
        assertThat(golden.path()).hasContent("a\n");
    }

    @Test
    void refusesToCompareWithNothing() {
        GoldenFile golden = new GoldenFile(this.directory.resolve("missing.golden"));
        assertThatThrownBy(() -> golden.assertEquals("a\n"))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("-Dgolden.rewrite=true writes it");
        assertThat(golden.path()).doesNotExist();
    }

    private GoldenFile golden(String text) throws IOException {
        return new GoldenFile(Files.writeString(this.directory.resolve("a.golden"), text));
    }
}
