package io.e2e.migrations.tool;

import static org.assertj.core.api.Assertions.assertThat;

import io.e2e.migrations.conventions.GoldenFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is printed as SQL has been compared with what the migrations make. */
class SchemaCommandTests {

    private static final String EVERYTHING = "--locations=src/test/resources/everything";

    @TempDir
    private Path directory;

    @Test
    void schemaWhenEveryKindOfObjectIsThereWritesAllOfThem() {
        CommandRun run = CommandRun.of("schema", EVERYTHING, "--embedded.superuser");

        assertThat(run.err()).isEmpty();
        GoldenFile.named("everything.golden").assertEquals(run.out());
    }

    @Test
    void schemaWhenAskedForDescriptionPrintsEachObjectWithItsFacts() {
        CommandRun run = CommandRun.of("schema", EVERYTHING, "--embedded.superuser", "--as=description");

        assertThat(run.out()).startsWith("schema public\n\n").contains("""
                table base
                    replica identity using index base_a
                    column a integer not null
                    column b text
                    constraint base_a UNIQUE (a)
                """, "\n\nschema audit\n\n");
    }

    @Test
    void schemaWhenObjectHasNoFormNamesItAndPrintsNothing() throws IOException {
        Files.writeString(this.directory.resolve("V1__a.sql"), """
                CREATE FUNCTION same(integer, integer) RETURNS boolean LANGUAGE sql RETURN $1 = $2;
                CREATE OPERATOR === (LEFTARG = integer, RIGHTARG = integer, FUNCTION = same);
                """);

        assertThat(CommandRun.of("schema", "--locations=" + this.directory)).isEqualTo(new CommandRun(2, "", """
                The schema cannot be written as SQL, which has no form here for: operator public.===(integer,integer).
                Action: Write the description instead (--as=description, or -De2e.migrations.as=description with Maven), or \
                select tables without it.
                """));
    }
}
