package io.e2e.migrations.repair;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.e2e.migrations.MigrationService;
import io.e2e.migrations.testing.CatalogDirectory;
import io.e2e.migrations.testing.SharedDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Histories that disagree with the files on purpose. */
class RepairTests {

    private final SharedDatabase database = SharedDatabase.create();

    @TempDir
    private Path directory;

    private CatalogDirectory catalog;

    @BeforeEach
    void applyCatalog() {
        this.catalog = new CatalogDirectory(this.directory)
                .write("001_a.sql", "-- creates: table a", "CREATE TABLE a (id int);\nINSERT INTO a VALUES (1);")
                .write("002_b.sql", "-- creates: table b", "CREATE TABLE b (id int);\nINSERT INTO b VALUES (1);");
        migrations().applyMigrations();
    }

    private MigrationService migrations() {
        return MigrationService.open(this.catalog.config(), this.database.access());
    }

    @Test
    void repairOfAnEditedFileRecordsItsChecksumAndNoOther() {
        this.catalog.write(
                "001_a.sql", "-- creates: table a", "CREATE TABLE a (id integer);\nINSERT INTO a VALUES (1);");
        this.catalog.write(
                "002_b.sql", "-- creates: table b", "CREATE TABLE b (id integer);\nINSERT INTO b VALUES (1);");

        assertThat(migrations().repair("001_a.sql")).hasToString("""
                History repaired of the shared database
                  001_a.sql  new checksum recorded  its statements were not run again""");

        assertThatThrownBy(() -> migrations().applyMigrations())
                .hasMessageContaining("002_b.sql, applied ")
                .hasMessageEndingWith(
                        "migrations.repair(\"002_b.sql\"); or, if the database contains nothing to keep, drop"
                                + " it and start with an empty one.")
                .hasMessageNotContaining("001_a.sql");
        migrations().repair("002_b.sql");
        assertThat(migrations().applyMigrations().alreadyApplied()).hasSize(2);
    }

    @Test
    void repairOfARenamedFileRecordsItsNameWhicheverNameIsGiven() throws IOException {
        Files.move(this.directory.resolve("002_b.sql"), this.directory.resolve("003_b.sql"));

        assertThat(migrations().repair("003_b.sql")).hasToString("""
                History repaired of the shared database
                  002_b.sql  new name recorded  003_b.sql""");

        assertThat(this.database.query("SELECT version || ' ' || file FROM e2e_migrations.public ORDER BY rank"))
                .containsExactly("1 001_a.sql", "3 003_b.sql");
        Files.move(this.directory.resolve("003_b.sql"), this.directory.resolve("004_b.sql"));
        migrations().repair("003_b.sql");
        assertThat(migrations().applyMigrations().alreadyApplied()).hasSize(2);
    }

    @Test
    void repairOfAMissingFileDeletesItsRowAndKeepsTheSeedDataOfTheRest() throws IOException {
        Files.delete(this.directory.resolve("002_b.sql"));
        this.database.execute("DELETE FROM a");

        assertThat(migrations().repair("002_b.sql")).hasToString("""
                History repaired of the shared database
                  002_b.sql  removed from the history  what it made stays in the database""");

        assertThat(migrations().applyMigrations().toString()).doesNotContain("missing files");
        assertThat(migrations().reset().tables()).containsExactly("a");
        assertThat(this.database.query("SELECT id FROM a")).containsExactly("1");
        assertThat(this.database.query("SELECT id FROM b")).containsExactly("1");
    }

    @Test
    void repairOfWhatNeedsNoneIsRefusedWithAReasonForEach() throws IOException {
        this.database.execute(
                "UPDATE e2e_migrations.public SET inputs = '{location=file:/other}' WHERE file = '002_b.sql'");
        Files.delete(this.directory.resolve("002_b.sql"));
        this.catalog
                .write("003_c.sql", "-- creates: table c", "CREATE TABLE c (id int);")
                .write(
                        "1000_v.sql",
                        "-- creates: view v\n-- repeatable: true",
                        "CREATE OR REPLACE VIEW v AS SELECT 1;");
        migrations().applyMigrations();
        this.catalog.write("004_d.sql", "-- creates: table d", "CREATE TABLE d (id int);");

        assertThatThrownBy(
                        () -> migrations().repair("001_a.sql", "002_b.sql", "004_d.sql", "1000_v.sql", "nothing.sql"))
                .isInstanceOf(RepairRefusedException.class)
                .hasMessage("""
                        Cannot repair the history of the shared database:
                          001_a.sql is applied and unchanged
                          002_b.sql was applied from file:/other, which this catalog does not contain
                          004_d.sql is pending, not applied
                          1000_v.sql is repeatable: the next run applies it again if it has changed
                          nothing.sql is neither in the catalog nor in the history
                        Nothing was changed.
                        Action: Name the files that MigrationService.status() shows as changed, missing or interrupted, by their whole names.""");
        assertThatThrownBy(() -> migrations().repair()).hasMessageContaining("no file is named");
    }
}
