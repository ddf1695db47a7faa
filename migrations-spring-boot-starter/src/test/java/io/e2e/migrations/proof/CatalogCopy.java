package io.e2e.migrations.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.e2e.migrations.config.MigrationException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/**
 * Some files of a catalog, mostly the Data Storage catalog, in a directory where they can be broken.
 *
 * @param directory the directory
 */
record CatalogCopy(Path directory) {

    /** The tables of workflows and their views. */
    static final List<String> WORKFLOWS = List.of("015", "017", "018", "019", "020", "022", "1002");

    /** The tables of audit events. */
    static final List<String> AUDIT = List.of("013", "023", "024", "1000");

    /** Copies all files. */
    static CatalogCopy whole(Path directory) {
        return copy("db/e2e-migrations", directory, number -> true);
    }

    /** Copies the catalog of sequences and types. */
    static CatalogCopy kinds(Path directory) {
        return copy("kinds", directory, number -> true);
    }

    /** Copies the files of these numbers. */
    static CatalogCopy of(Path directory, List<String> numbers) {
        return copy("db/e2e-migrations", directory, numbers::contains);
    }

    private static CatalogCopy copy(String location, Path directory, Predicate<String> wanted) {
        try {
            for (Resource file :
                    new PathMatchingResourcePatternResolver().getResources("classpath*:" + location + "/*.sql")) {
                String name = String.valueOf(file.getFilename());
                if (wanted.test(name.substring(0, name.indexOf('_')))) {
                    Files.writeString(directory.resolve(name), file.getContentAsString(StandardCharsets.UTF_8));
                }
            }
        } catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
        return new CatalogCopy(directory);
    }

    /** Replaces a text that the file must hold. */
    CatalogCopy replace(String file, String text, String replacement) {
        Path path = this.directory.resolve(file);
        try {
            String content = Files.readString(path);
            assertThat(content).contains(text);
            Files.writeString(path, content.replace(text, replacement));
        } catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
        return this;
    }

    /** Removes a file. */
    CatalogCopy remove(String file) {
        try {
            Files.delete(this.directory.resolve(file));
        } catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
        return this;
    }

    /** Adds a migration with this header, Up and Down. */
    CatalogCopy add(String file, String header, String up, String down) {
        String name = file.substring(file.indexOf('_') + 1, file.lastIndexOf('.'));
        try {
            Files.writeString(
                    this.directory.resolve(file),
                    "-- name: " + name + "\n-- description: For a test.\n" + header + "\n\n-- +goose Up\n" + up
                            + "\n\n-- +goose Down\n" + down + "\n");
        } catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
        return this;
    }

    /** Where it is, as the proof is told. */
    String location() {
        return "file:" + this.directory;
    }

    CatalogProof proof() {
        return CatalogProof.of(location());
    }

    /** What the proof says of a catalog that it refuses. */
    static String messageOf(CatalogCopy catalog) {
        MigrationException failure = catchThrowableOfType(
                MigrationException.class, () -> catalog.proof().verify());
        assertThat(failure).as("what the proof says").isNotNull();
        return String.valueOf(failure.getMessage()).replace(catalog.location(), "DIRECTORY");
    }
}
