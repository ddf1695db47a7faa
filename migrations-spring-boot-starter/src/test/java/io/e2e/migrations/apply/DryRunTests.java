package io.e2e.migrations.apply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.e2e.migrations.MigrationConfig;
import io.e2e.migrations.MigrationService;
import io.e2e.migrations.plan.ChangedMigrationException;
import io.e2e.migrations.plan.OutOfOrderException;
import io.e2e.migrations.script.SqlScript;
import io.e2e.migrations.script.SqlStatement;
import io.e2e.migrations.testing.CatalogDirectory;
import io.e2e.migrations.testing.DatabaseContents;
import io.e2e.migrations.testing.FirstFormatHistory;
import io.e2e.migrations.testing.SharedDatabase;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script of a dry run does what a run does, and the dry run itself does nothing. */
class DryRunTests {

    private final SharedDatabase database = SharedDatabase.create();

    @TempDir
    private Path directory;

    private static MigrationService service(MigrationConfig config, SharedDatabase database) {
        return MigrationService.open(config, database.access());
    }

    private MigrationService service(CatalogDirectory catalog) {
        return service(catalog.config(), this.database);
    }

    private CatalogDirectory catalog() {
        return new CatalogDirectory(this.directory)
                .write("001_a.sql", "-- creates: table a", "CREATE TABLE a (id int);\nINSERT INTO a VALUES (1);");
    }

    /** As psql does, which knows the line with a backslash. */
    private static void run(String script, SharedDatabase database) {
        database.execute(SqlScript.split(script.replaceFirst("(?m)^\\\\set .*$", "")).stream()
                .map(SqlStatement::text)
                .toArray(String[]::new));
    }

    @Test
    void scriptOfTheWholeCatalogLeadsToTheStateOfARun() {
        MigrationConfig config = MigrationConfig.defaults();
        SharedDatabase migrated = SharedDatabase.create();
        service(config, migrated).applyMigrations();

        DryRun dryRun = service(config, this.database).dryRun();
        assertThat(DatabaseContents.of(this.database)).isEmpty();
        run(dryRun.script(), this.database);

        assertThat(DatabaseContents.of(this.database)).isEqualTo(DatabaseContents.of(migrated));
        assertThat(dryRun.pending()).hasSize(19);
        assertThat(service(config, this.database).applyMigrations().alreadyApplied())
                .hasSize(19);
        this.database.execute("DELETE FROM audit_retention_policies");
        assertThat(service(config, this.database).reset().tables()).containsExactly("audit_retention_policies");
    }

    @Test
    void scriptOfAUsedDatabaseHasOnlyWhatIsPending() {
        CatalogDirectory catalog = catalog();
        service(catalog).applyMigrations();
        this.database.execute("INSERT INTO a VALUES (2)");
        catalog.write("002_b.sql", "-- creates: table b", "CREATE TABLE b (id int);");

        String script = service(catalog).dryRun().script();

        assertThat(script)
                .startsWith("""
                -- What e2e-migrations would run on the shared database.
                -- Run it with psql, as the role that the library connects as. Each migration is a transaction; the script ends
                -- at the first error. It also writes the history, e2e_migrations."public", with the seed data, so that the
                -- library takes the migrations for applied: leave none of its statements out.
                \\set ON_ERROR_STOP on
                SELECT pg_advisory_lock(""")
                .contains("\n-- 002 b, from 002_b.sql\nBEGIN;\n")
                .doesNotContain("001_a.sql");
        run(script, this.database);
        assertThat(service(catalog).applyMigrations().alreadyApplied()).hasSize(2);
        assertThat(service(catalog).reset().tables()).containsExactly("a");
        assertThat(service(catalog).dryRun()).hasToString("-- Nothing is pending in the shared database.\n");
    }

    @Test
    void scriptWhenTheHistoryHasTheFirstFormatUpgradesIt() {
        CatalogDirectory catalog = catalog();
        service(catalog).applyMigrations();
        FirstFormatHistory.replace(this.database, catalog.config());

        run(service(catalog).dryRun().script(), this.database);

        assertThat(service(catalog).reset().isEmpty()).isTrue();
    }

    @Test
    void dryRunRefusesWhatARunRefuses() {
        this.database.execute("CREATE TABLE a ()");
        CatalogDirectory catalog =
                catalog().write("002_more.sql", "-- alters: table a (x)", "ALTER TABLE a ADD x int;");
        assertThatThrownBy(() -> service(catalog).dryRun()).isInstanceOf(UnmanagedObjectsException.class);
        this.database.execute("DROP TABLE a");
        service(catalog).applyMigrations();

        catalog.write("001.5_late.sql", "-- alters: table a (y)", "ALTER TABLE a ADD y int;");
        assertThatThrownBy(() -> service(catalog).dryRun()).isInstanceOf(OutOfOrderException.class);
        catalog.write("001_a.sql", "-- creates: table a", "CREATE TABLE a (id bigint);");
        assertThatThrownBy(() -> service(catalog).dryRun()).isInstanceOf(ChangedMigrationException.class);
    }
}
