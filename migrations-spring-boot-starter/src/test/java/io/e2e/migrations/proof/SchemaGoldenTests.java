package io.e2e.migrations.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.e2e.migrations.conventions.GoldenFile;
import io.e2e.migrations.database.TargetDatabase;
import io.e2e.migrations.inspect.SchemaDescription;
import io.e2e.migrations.schema.ObjectKind;
import io.e2e.migrations.testing.TestDatabases;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The final schema, as a file that reviews read. */
class SchemaGoldenTests {

    private static final Instant DAY = Instant.parse("2026-11-15T12:00:00Z");

    private static final CatalogProof CATALOG =
            CatalogProof.of("classpath:db/e2e-migrations").at(DAY);

    @Test
    void everythingAppliedMakesTheSchemaOfTheGoldenFile() {
        assumePostgres18();

        GoldenFile.named("schema.golden").assertEquals(CATALOG.describe().text());
    }

    @Test
    void everythingAppliedMakesWhatTheFactsCount() {
        SchemaDescription schema = CATALOG.describe();

        assertThat(schema.ofKind(ObjectKind.TABLE)).hasSize(11);
        assertThat(schema.ofKind(ObjectKind.VIEW)).hasSize(5);
        assertThat(schema.ofKind(ObjectKind.FUNCTION)).hasSize(18);
        assertThat(schema.ofKind(ObjectKind.TRIGGER)).hasSize(6);
        assertThat(schema.ofKind(ObjectKind.EXTENSION)).hasSize(1);
        assertThat(schema.ofKind(ObjectKind.SEQUENCE)).isEmpty();
        assertThat(schema.ofKind(ObjectKind.PARTITION)).hasSize(8 + 4 + 2 * 5);
    }

    @Test
    void anotherSchemaIsDescribedAlike() {
        assertThat(CATALOG.inSchema("a \"second\" schema").describe().text())
                .isEqualTo(CATALOG.describe().text());
    }

    @Test
    void aChangedDefaultIsOneLineOfTheGoldenFile(@TempDir Path directory) throws IOException {
        assumePostgres18();
        CatalogCopy catalog = CatalogCopy.whole(directory)
                .replace("015_create_workflow_catalog_table.sql", "DEFAULT 'active'", "DEFAULT 'disabled'");
        List<String> golden =
                Files.readAllLines(GoldenFile.named("schema.golden").path());

        List<String> changed = catalog.proof().at(DAY).describe().text().lines().toList();

        assertThat(changed)
                .filteredOn(line -> !golden.contains(line))
                .containsExactly(
                        "    column status character varying(20) not null default 'disabled'::character varying");
        assertThat(golden)
                .filteredOn(line -> !changed.contains(line))
                .containsExactly(
                        "    column status character varying(20) not null default 'active'::character varying");
    }

    /** Other versions print other texts for the same things. */
    private static void assumePostgres18() {
        try (TargetDatabase database = TestDatabases.create()) {
            assumeTrue(
                    database.description().startsWith("embedded PostgreSQL 18."), "the golden file is PostgreSQL 18's");
        }
    }
}
