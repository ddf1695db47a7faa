package io.e2e.migrations.foreign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.e2e.migrations.MigrationConfig;
import io.e2e.migrations.MigrationService;
import io.e2e.migrations.database.DatabaseAddress;
import io.e2e.migrations.inspect.RowDetail;
import io.e2e.migrations.inspect.SchemaReader;
import io.e2e.migrations.testing.CatalogDirectory;
import io.e2e.migrations.testing.SharedDatabase;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Collectors;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Migrations of Flyway lead to the same database as Flyway itself. */
class BesideToolTests {

    private final SharedDatabase flyways = SharedDatabase.create();
    private final SharedDatabase ours = SharedDatabase.create();
    private CatalogDirectory catalog;

    @BeforeEach
    void writeCatalog(@TempDir Path directory) {
        this.catalog = new CatalogDirectory(directory)
                .file("V1__base.sql", """
                        CREATE SCHEMA slm_user;
                        CREATE TABLE day (id serial PRIMARY KEY, at date DEFAULT '03/02/2024');
                        INSERT INTO day (at) VALUES ('02/03/2024');
                        CREATE FUNCTION path() RETURNS text LANGUAGE sql SET search_path FROM CURRENT
                            AS $$ SELECT current_setting('search_path') $$;
                        SET client_min_messages = error; SET check_function_bodies = off;
                        """)
                .file("V1.1__own.sql", """
                        BEGIN;
                        CREATE TYPE state AS ENUM ('new');
                        COMMIT;
                        ALTER TYPE state ADD VALUE 'old';
                        COMMIT;
                        CREATE TABLE item (is state DEFAULT 'old', day int REFERENCES day DEFERRABLE INITIALLY DEFERRED);
                        INSERT INTO item VALUES ('old', 1);
                        """)
                .file("V2_0__index.sql", "CREATE INDEX CONCURRENTLY item_is ON item (is);")
                .file("V3__history.sql", """
                        SELECT set_config('search_path', '', false);
                        CREATE TABLE public.runs AS SELECT count(*) > -1 AS named FROM public.flyway_schema_history WHERE version = '99';
                        """)
                .file("V4__after_a_path.sql", "CREATE TABLE after (id int); SET ROLE pg_database_owner; RESET ROLE;")
                .file("V20240101120000__time.sql", "CREATE VIEW items AS SELECT * FROM item;")
                .file("R__report.sql", "CREATE OR REPLACE VIEW report AS SELECT count(*) FROM items;")
                .file("V5__empty.sql", "-- nothing any more");
    }

    @Test
    void applyLeadsToTheDatabaseOfFlyway() {
        migrateWithFlyway();
        try (MigrationService service = MigrationService.open(config(), this.ours.access())) {
            service.applyMigrations();
        }

        assertThat(contents(this.ours)).isEqualTo(contents(this.flyways)).contains("table item", "row (old,1)");
    }

    @Test
    void applyWhenFlywayHasMigratedTheDatabaseRefuses() {
        migrateWithFlyway();

        try (MigrationService service = MigrationService.open(config(), this.flyways.access())) {
            assertThatThrownBy(service::applyMigrations)
                    .isInstanceOf(ToolHistoryException.class)
                    .hasMessage("""
                            Flyway has applied migrations to the shared database: it has the table flyway_schema_history, but no \
                            history of e2e-migrations. Nothing was run.
                            Action: If the database is what the migrations make, record that: migrations.adopt(). Otherwise let only \
                            one of them apply the migrations, on an empty database or schema.""");
        }
    }

    private MigrationConfig config() {
        return this.catalog.config();
    }

    private static String contents(SharedDatabase database) {
        return List.of("public", "slm_user").stream()
                .map(schema -> {
                    try (Connection connection = database.connect()) {
                        return new SchemaReader(schema)
                                .read(connection, RowDetail.EXACT)
                                .text();
                    } catch (SQLException ex) {
                        throw new IllegalStateException(ex);
                    }
                })
                .collect(Collectors.joining())
                // Both have a history of Flyway, ours an empty one.
                .replaceAll("(?m)^(index|table) flyway_schema_history.*\\n(    .*\\n)*", "");
    }

    private void migrateWithFlyway() {
        DatabaseAddress address = this.flyways.address().orElseThrow();
        Flyway.configure()
                .dataSource(
                        address.plainUrl(), address.user(), address.password().value())
                .locations("filesystem:" + this.catalog.directory())
                .load()
                .migrate();
    }
}
