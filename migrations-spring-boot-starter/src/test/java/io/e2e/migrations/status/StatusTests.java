package io.e2e.migrations.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.e2e.migrations.MigrationConfig;
import io.e2e.migrations.MigrationService;
import io.e2e.migrations.session.DatabaseSession;
import io.e2e.migrations.testing.CatalogDirectory;
import io.e2e.migrations.testing.FirstFormatHistory;
import io.e2e.migrations.testing.SharedDatabase;
import io.e2e.migrations.time.TimeSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The status of real databases: read in one message, from whatever state they are in. */
class StatusTests {

    private final SharedDatabase database = SharedDatabase.create();

    @TempDir
    private Path directory;

    private CatalogDirectory catalog;

    @BeforeEach
    void writeCatalog() {
        this.catalog = new CatalogDirectory(this.directory)
                .write("001_a.sql", "-- creates: table a", "CREATE TABLE a (id int);")
                .write("002_b.sql", "-- creates: table b", "CREATE TABLE b (id int);");
    }

    private MigrationService service() {
        return service(this.catalog.config());
    }

    private MigrationService service(MigrationConfig config) {
        return MigrationService.open(config, this.database.access());
    }

    /** The status without what differs from run to run. */
    private String status(MigrationConfig config) {
        return service(config)
                .status()
                .toString()
                .replaceAll("\\d{4}-\\S+Z", "DATE")
                .replaceAll("\\d+ ms", "N ms");
    }

    @Test
    void statusWhenTheDatabaseIsEmptyAndReadOnlyIsReadInOneMessage() {
        this.database.execute("ALTER DATABASE "
                + this.database.address().orElseThrow().database() + " SET default_transaction_read_only = on");
        this.database.forget();

        assertThat(status(this.catalog.config())).isEqualTo("""
                Migrations in the shared database: 2 pending
                  001 a  pending
                  002 b  pending""");

        assertThat(this.database.messages()).hasSize(1);
        assertThat(this.database.connections()).isEqualTo(1);
        assertThat(this.database.query("SELECT nspname FROM pg_namespace WHERE nspname = 'e2e_migrations'"))
                .isEmpty();
    }

    @Test
    void statusSaysWhatIsAppliedPendingChangedAndMissing() throws IOException {
        service().applyMigrations();
        this.catalog
                .write("001_a.sql", "-- creates: table a", "CREATE TABLE a (id bigint);")
                .write("003_c.sql", "-- creates: table c", "CREATE TABLE c (id int);");
        Files.delete(this.directory.resolve("002_b.sql"));

        assertThat(status(this.catalog.config())).isEqualTo("""
                Migrations in the shared database: 1 pending, 1 changed, 1 missing
                  001 a      changed  DATE  by slm_user  N ms
                  003 c      pending
                  002_b.sql  missing  DATE  by slm_user  N ms""");
    }

    @Test
    void statusOfASelectionHasTheRestOfTheCatalogThatIsApplied() {
        service().applyMigrations();
        this.catalog.write("003_c.sql", "-- creates: table c", "CREATE TABLE c (id int);");

        assertThat(status(this.catalog.config().withTables("a"))).isEqualTo("""
                Migrations in the shared database: 2 applied
                  001 a  applied  DATE  by slm_user  N ms
                  002 b  applied  DATE  by slm_user  N ms""");
    }

    @Test
    void statusWhenAnotherRunHoldsTheLockDoesNotWait() {
        service().applyMigrations();
        try (DatabaseSession holder =
                DatabaseSession.open(this.database, this.catalog.options(), TimeSource.system())) {
            holder.lockAndRead(List.of(), List.of());

            assertThat(service().status().in(MigrationStatus.State.APPLIED)).hasSize(2);
        }
    }

    @Test
    void statusWhenTheHistoryHasTheFirstFormatLeavesItSo() {
        service().applyMigrations();
        FirstFormatHistory.replace(this.database, this.catalog.config());

        assertThat(status(this.catalog.config())).isEqualTo("""
                Migrations in the shared database: 2 applied
                  001 a  applied  DATE  by slm_user  N ms
                  002 b  applied  DATE  by slm_user  N ms""");

        assertThat(this.database.query(FirstFormatHistory.ROWS)).hasSize(2);
    }
}
