package io.e2e.migrations.conventions;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A text under {@code src/test/resources} that is read in reviews. It is rewritten only on request: {@code mvn test
 * -Dgolden.rewrite=true}.
 *
 * @param path where it lies
 */
public record GoldenFile(Path path) {

    /** The file of this name in the module whose tests run. */
    public static GoldenFile named(String name) {
        return new GoldenFile(Path.of(System.getProperty("basedir", ""), "src", "test", "resources", name));
    }

    /** Fails with a line-by-line comparison if the text is another; line ends do not count. */
    public void assertEquals(String actual) {
        try {
            if (Boolean.getBoolean("golden.rewrite")) {
                Files.writeString(this.path, actual);
            }
            assertThat(this.path)
                    .as("a golden file; -Dgolden.rewrite=true writes it, and the review decides")
                    .isRegularFile();
            assertThat(actual)
                    .as("%s; if the change is meant, rewrite the file with -Dgolden.rewrite=true", this.path)
                    .isEqualTo(Files.readString(this.path).replace("\r\n", "\n"));
        } catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }
}
