package io.e2e.migrations.apply;

import static org.assertj.core.api.Assertions.assertThat;

import io.e2e.migrations.MigrationConfig;
import io.e2e.migrations.MigrationService;
import io.e2e.migrations.inspect.RowDetail;
import io.e2e.migrations.inspect.SchemaDescription;
import io.e2e.migrations.inspect.SchemaReader;
import io.e2e.migrations.proof.CatalogProof;
import io.e2e.migrations.schema.ObjectRef;
import io.e2e.migrations.testing.CatalogDirectory;
import io.e2e.migrations.testing.HostileNames;
import io.e2e.migrations.testing.SharedDatabase;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** No object of the application hides what our own SQL means, whatever its name is. */
class HostileNamesTests {

    private CatalogDirectory catalog;

    @BeforeEach
    void prepare(@TempDir Path directory) {
        this.catalog = new CatalogDirectory(directory);
    }

    @Test
    void applyVerifyAndDescribeWhenEverythingBearsOurNames(@TempDir Path ordinary) throws SQLException {
        Set<String> words = ourWords(new CatalogDirectory(ordinary));
        assertThat(words)
                .contains("r", "home", "max", "text", "pg_class", "format")
                .hasSizeGreaterThan(150);
        SharedDatabase database = SharedDatabase.create();
        this.catalog
                .write("001_tables.sql", "-- creates: table " + String.join(", table ", words), tables(words))
                .write(
                        "002_overloads.sql",
                        "-- creates: function hostile",
                        HostileNames.overloadsSql(HostileNames.SCHEMA, words) + ";\n"
                                + HostileNames.overloadsSql("public", words) + ";")
                .write("003_e2e_after.sql", "-- creates: table e2e_after", "CREATE TABLE e2e_after (r int);");
        MigrationConfig config =
                this.catalog.config().withOptions(this.catalog.options().withSchema(HostileNames.SCHEMA));

        assertThat(MigrationService.open(config, database.access())
                        .applyMigrations()
                        .applied())
                .hasSize(3);
        this.catalog.write("004_e2e_later.sql", "-- creates: table e2e_later", "CREATE TABLE e2e_later (r int);");
        assertThat(MigrationService.open(config, database.access())
                        .applyMigrations()
                        .applied())
                .hasSize(1);
        assertThat(MigrationService.open(config, database.access())
                        .verifyMigrations()
                        .isClean())
                .isTrue();

        SchemaDescription described;
        try (Connection connection = database.connect()) {
            described = new SchemaReader(HostileNames.SCHEMA).withUses().read(connection, RowDetail.EXACT);
        }
        for (String word : words) {
            assertThat(described.find(ObjectRef.relation(word)).orElseThrow().lines())
                    .as(word)
                    .contains("column " + word + " integer default 1")
                    .anyMatch(line -> line.matches("row \\{.*\"r\": 1.*}"));
        }
    }

    @Test
    void proofWhenColumnsBearOurNamesSucceeds(@TempDir Path ordinary) throws SQLException {
        Set<String> words = ourWords(new CatalogDirectory(ordinary));
        this.catalog
                .write(
                        "001_colors.sql",
                        "-- creates: table colors",
                        HostileNames.tableSql(HostileNames.SCHEMA, "colors", words))
                .write(
                        "002_r.sql",
                        "-- creates: table r",
                        HostileNames.tableSql(HostileNames.SCHEMA, "r", Set.of("r", "g", "b")));

        assertThat(CatalogProof.of("file:" + this.catalog.directory())
                        .inSchema(HostileNames.SCHEMA)
                        .verify()
                        .migrations())
                .isEqualTo(2);
    }

    /** The words of what is sent to apply, verify and describe. */
    private static Set<String> ourWords(CatalogDirectory ordinary) throws SQLException {
        SharedDatabase database = SharedDatabase.create();
        ordinary.write("001_a.sql", "-- creates: table a", "CREATE TABLE a (id int);");
        MigrationService.open(ordinary.config(), database.access()).applyMigrations();
        ordinary.write("002_b.sql", "-- creates: table b", "CREATE TABLE b (id int);");
        MigrationService service = MigrationService.open(ordinary.config(), database.access());
        service.applyMigrations();
        service.verifyMigrations();
        service.reset();
        try (Connection connection = database.connect()) {
            new SchemaReader("public").withUses().read(connection, RowDetail.EXACT);
        }
        List<String> sent = new ArrayList<>(database.messages());
        sent.addAll(database.batched());
        return HostileNames.words(sent);
    }

    private static String tables(Set<String> words) {
        return words.stream()
                .map(word -> HostileNames.tableSql(
                        HostileNames.SCHEMA, word, new TreeSet<>(List.of(word, "r", "name", "oid", "t"))))
                .collect(Collectors.joining("\n"));
    }
}
