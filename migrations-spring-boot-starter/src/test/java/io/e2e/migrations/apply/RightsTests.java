package io.e2e.migrations.apply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.e2e.migrations.MigrationConfig;
import io.e2e.migrations.MigrationService;
import io.e2e.migrations.database.DatabaseAddress;
import io.e2e.migrations.database.TargetDatabase;
import io.e2e.migrations.session.DatabaseUnreachableException;
import io.e2e.migrations.session.QueryFailedException;
import io.e2e.migrations.testing.CatalogDirectory;
import io.e2e.migrations.testing.SharedDatabase;
import io.e2e.migrations.testing.TestDatabases;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a role needs to migrate: to own the database is enough, and whatever less it has is told by name. */
class RightsTests {

    @TempDir
    private Path directory;

    private final SharedDatabase database = SharedDatabase.create();
    private final String name = this.database.address().orElseThrow().database();

    @Test
    void anOwnerWhoIsNoSuperuserAppliesAllMigrations() {
        assertThat(this.database.query("SELECT 1 FROM pg_roles r JOIN pg_database d ON d.datdba = r.oid"
                        + " WHERE r.rolname = current_user AND d.datname = current_database()"
                        + " AND NOT (r.rolsuper OR r.rolcreaterole OR r.rolcreatedb)"))
                .containsExactly("1");

        MigrationReport report = MigrationService.open(MigrationConfig.defaults(), this.database.access())
                .applyAllMigrations();

        assertThat(report.applied()).hasSize(19);
        assertThat(report.verification()).isNotNull();
    }

    @Test
    void aDatabaseThatMustNotBeEnteredIsNamed() {
        this.database.execute("REVOKE CONNECT ON DATABASE " + this.name + " FROM PUBLIC");
        CatalogDirectory catalog = catalog().write("001_a.sql", "-- creates: table a", "CREATE TABLE a (id int);");

        assertThatThrownBy(() -> migrateAsGuest(catalog))
                .isInstanceOf(DatabaseUnreachableException.class)
                .hasMessage("""
                        Cannot connect to the database of a guest: FATAL: permission denied for database "DB"
                          Detail: User does not have CONNECT privilege. (SQLSTATE 42501)
                        Action: The role lacks the right to connect to the database: as a superuser, GRANT CONNECT ON DATABASE \
                        … TO the role, or check e2e.migrations.postgres-user.""".replace("DB", this.name));
    }

    @Test
    void aSchemaThatMustNotBeMadeIsNamed() {
        CatalogDirectory catalog = catalog().write("001_a.sql", "-- creates: table a", "CREATE TABLE a (id int);");

        assertThatThrownBy(() -> migrateAsGuest(catalog))
                .isInstanceOf(MissingRightsException.class)
                .hasMessage("""
                        The role lacks a right for this statement: 001_a.sql (a statement of e2e-migrations, not of the file), \
                        SQLSTATE 42501: ERROR: permission denied for database DB
                          Where: SQL statement "CREATE SCHEMA "team""
                        PL/pgSQL function inline_code_block line 3 at SQL statement
                          statement:
                            DO $e2e_migrations$ BEGIN
                                IF to_regnamespace(E'"team"') IS NULL THEN
                                    CREATE SCHEMA "team";
                                END IF;
                                IF to_regnamespace('e2e_migrations') IS NULL THEN
                                    BEGIN
                                        CREATE SCHEMA e2e_migrations;
                                    EXCEPTION WHEN unique_violation OR duplicate_schema THEN
                                        NULL;
                                    END;
                                END IF;
                            END $e2e_migrations$
                        The role lacks:
                          - CREATE on database DB, to make schema team
                          - CREATE on database DB, to make schema e2e_migrations
                        Migrations on the database of a guest: all tables are requested
                          001 a  FAILED
                        Action: As a superuser, run this in the database, and then apply the migrations again:
                          GRANT CREATE ON DATABASE DB TO guest;""".replace("DB", this.name));
    }

    @Test
    void applyWhenTheSchemaOfTheHistoryMustNotBeMadeNamesIt() {
        this.database.execute("CREATE SCHEMA team", "GRANT USAGE, CREATE ON SCHEMA team TO PUBLIC");
        CatalogDirectory catalog = catalog().write("001_a.sql", "-- creates: table a", "CREATE TABLE a (id int);");

        assertThatThrownBy(() -> migrateAsGuest(catalog))
                .isInstanceOf(MissingRightsException.class)
                .hasMessage("""
                        The role lacks a right for this statement: 001_a.sql (a statement of e2e-migrations, not of the file), \
                        SQLSTATE 42501: ERROR: permission denied for database DB
                          Where: SQL statement "CREATE SCHEMA e2e_migrations"
                        PL/pgSQL function inline_code_block line 7 at SQL statement
                          statement:
                            DO $e2e_migrations$ BEGIN
                                IF to_regnamespace(E'"team"') IS NULL THEN
                                    CREATE SCHEMA "team";
                                END IF;
                                IF to_regnamespace('e2e_migrations') IS NULL THEN
                                    BEGIN
                                        CREATE SCHEMA e2e_migrations;
                                    EXCEPTION WHEN unique_violation OR duplicate_schema THEN
                                        NULL;
                                    END;
                                END IF;
                            END $e2e_migrations$
                        The role lacks:
                          - CREATE on database DB, to make schema e2e_migrations
                        Migrations on the database of a guest: all tables are requested
                          001 a  FAILED
                        Action: As a superuser, run this in the database, and then apply the migrations again:
                          GRANT CREATE ON DATABASE DB TO guest;""".replace("DB", this.name));
    }

    @Test
    void applyWhenNothingMayBeMadeInTheSchemaOfTheHistoryNamesIt() {
        this.database.execute(
                "CREATE SCHEMA team",
                "GRANT USAGE, CREATE ON SCHEMA team TO PUBLIC",
                "CREATE SCHEMA e2e_migrations",
                "GRANT USAGE ON SCHEMA e2e_migrations TO PUBLIC");
        CatalogDirectory catalog = catalog().write("001_a.sql", "-- creates: table a", "CREATE TABLE a (id int);");

        assertThatThrownBy(() -> migrateAsGuest(catalog))
                .isInstanceOf(MissingRightsException.class)
                .hasMessageContaining("ERROR: permission denied for schema e2e_migrations")
                .hasMessageEndingWith("""
                        The role lacks:
                          - CREATE on schema e2e_migrations
                        Migrations on the database of a guest: all tables are requested
                          001 a  FAILED
                        Action: As a superuser, run this in the database, and then apply the migrations again:
                          GRANT CREATE ON SCHEMA e2e_migrations TO guest;""");
    }

    @Test
    void aSchemaInWhichNothingMayBeMadeIsNamed() {
        this.database.execute("CREATE SCHEMA team", "GRANT USAGE ON SCHEMA team TO PUBLIC");
        letGuestsKeepAHistory();
        CatalogDirectory catalog = catalog().write("001_a.sql", "-- creates: table a", "CREATE TABLE a (id int);");

        assertThatThrownBy(() -> migrateAsGuest(catalog))
                .isInstanceOf(MissingRightsException.class)
                .hasMessage("""
                        The role lacks a right for this statement: 001_a.sql:6, SQLSTATE 42501: ERROR: permission denied for schema team
                          Position: 14
                          statement:
                            CREATE TABLE a (id int)
                        The role lacks:
                          - CREATE on schema team
                        Migrations on the database of a guest: all tables are requested
                          001 a  FAILED
                        Action: As a superuser, run this in the database, and then apply the migrations again:
                          GRANT CREATE ON SCHEMA team TO guest;""");
    }

    @Test
    void aSchemaThatMustNotBeEnteredIsNamed() {
        this.database.execute("CREATE SCHEMA team");
        letGuestsKeepAHistory();
        CatalogDirectory catalog = catalog().write("001_a.sql", "-- creates: table a", "CREATE TABLE a (id int);");

        assertThatThrownBy(() -> migrateAsGuest(catalog))
                .isInstanceOf(QueryFailedException.class)
                .hasMessage("""
                        Could not check the state of the database of a guest: ERROR: permission denied for schema team
                          Where: PL/pgSQL function inline_code_block line 7 at IF (SQLSTATE 42501)
                        The role lacks:
                          - USAGE on schema team
                          - CREATE on schema team
                        Action: As a superuser, run this in the database, and then apply the migrations again:
                          GRANT USAGE ON SCHEMA team TO guest;
                          GRANT CREATE ON SCHEMA team TO guest;""");
    }

    @Test
    void aTableOfAnotherRoleIsNamed() {
        this.database.execute("CREATE SCHEMA team");
        CatalogDirectory catalog = catalog().write("001_a.sql", "-- creates: table a", "CREATE TABLE a (id int);");
        MigrationService.open(inSchema(catalog), this.database.access()).applyMigrations();
        this.database.execute(
                "GRANT USAGE, CREATE ON SCHEMA team TO PUBLIC",
                "GRANT USAGE ON SCHEMA e2e_migrations TO PUBLIC",
                "GRANT ALL ON e2e_migrations.team TO PUBLIC");
        catalog.write("002_b.sql", "-- alters: table a (b)", "ALTER TABLE a ADD COLUMN b int;");

        assertThatThrownBy(() -> migrateAsGuest(catalog))
                .isInstanceOf(MissingRightsException.class)
                .hasMessage("""
                        The role lacks a right for this statement: 002_b.sql:6, SQLSTATE 42501: ERROR: must be owner of table a
                          statement:
                            ALTER TABLE a ADD COLUMN b int
                        The role lacks:
                          - ownership of a, which role slm_user has
                        Migrations on the database of a guest: all tables are requested
                          001 a  was applied before
                          002 b  FAILED
                        Action: As a superuser, run this in the database, and then apply the migrations again:
                          GRANT slm_user TO guest;""");
    }

    @Test
    void aHistoryOfAnotherRoleIsNamed() {
        this.database.execute("CREATE SCHEMA team", "GRANT USAGE, CREATE ON SCHEMA team TO PUBLIC");
        CatalogDirectory catalog = catalog().write("001_a.sql", "-- creates: table a", "CREATE TABLE a (id int);");
        MigrationService.open(inSchema(catalog), this.database.access()).applyMigrations();

        assertThatThrownBy(() -> migrateAsGuest(catalog))
                .isInstanceOf(QueryFailedException.class)
                .hasMessage("""
                        Could not check the state of the database of a guest: ERROR: permission denied for schema \
                        e2e_migrations
                          Where: PL/pgSQL function inline_code_block line 7 at IF (SQLSTATE 42501)
                        The role lacks:
                          - USAGE on schema e2e_migrations
                          - ownership of e2e_migrations.team, which role slm_user has
                        Action: As a superuser, run this in the database, and then apply the migrations again:
                          GRANT USAGE ON SCHEMA e2e_migrations TO guest;
                          GRANT slm_user TO guest;""");
    }

    @Test
    void aHistoryThatMustNotBeWrittenIsNotBlamedOnTheFile() {
        this.database.execute("CREATE SCHEMA team", "GRANT USAGE, CREATE ON SCHEMA team TO PUBLIC");
        letGuestsKeepAHistory();
        CatalogDirectory catalog = catalog().write("001_a.sql", "-- creates: table a", "CREATE TABLE a (id int);");
        MigrationService.open(inSchema(catalog), this.database.access()).applyMigrations();
        this.database.execute("GRANT SELECT ON e2e_migrations.team TO PUBLIC");
        catalog.write("002_b.sql", "-- creates: table b", "CREATE TABLE b (id int);");

        MissingRightsException denied =
                catchThrowableOfType(MissingRightsException.class, () -> migrateAsGuest(catalog));

        assertThat(denied.statement().position())
                .isEqualTo("002_b.sql (a statement of e2e-migrations, not of the file)");
        assertThat(denied.getMessage().replaceFirst("(?s)statement:\n.*?\nThe role", "statement:\n    …\nThe role"))
                .isEqualTo("""
                        The role lacks a right for this statement: 002_b.sql (a statement of e2e-migrations, not of the file), \
                        SQLSTATE 42501: ERROR: permission denied for table team
                          statement:
                            …
                        The role lacks:
                          - ownership of e2e_migrations.team, which role slm_user has
                        Migrations on the database of a guest: all tables are requested
                          001 a  was applied before
                          002 b  FAILED
                        Action: As a superuser, run this in the database, and then apply the migrations again:
                          GRANT slm_user TO guest;""");
    }

    @Test
    void anExtensionThatMustNotBeMadeIsNamed() {
        this.database.execute("CREATE SCHEMA team", "GRANT USAGE, CREATE ON SCHEMA team TO PUBLIC");
        letGuestsKeepAHistory();
        CatalogDirectory catalog =
                catalog().write("001_a.sql", "-- requires: extension uuid-ossp", "CREATE EXTENSION \"uuid-ossp\";");

        assertThatThrownBy(() -> migrateAsGuest(catalog))
                .isInstanceOf(MissingRightsException.class)
                .hasMessage("""
                        The role lacks a right for this statement: 001_a.sql:6, SQLSTATE 42501: ERROR: permission denied to create \
                        extension "uuid-ossp"
                          Hint: Must have CREATE privilege on current database to create this extension.
                          statement:
                            CREATE EXTENSION "uuid-ossp"
                        The role lacks:
                          - CREATE on database DB, to make extension "uuid-ossp"
                        Migrations on the database of a guest: all tables are requested
                          001 a  FAILED
                        Action: As a superuser, run this in the database, and then apply the migrations again:
                          GRANT CREATE ON DATABASE DB TO guest;""".replace("DB", this.name));
    }

    @Test
    void anExtensionThatOnlyASuperuserMakesIsNamed() {
        CatalogDirectory catalog =
                catalog().write("001_a.sql", "-- requires: extension pageinspect", "CREATE EXTENSION pageinspect;");

        assertThatThrownBy(() -> MigrationService.open(inSchema(catalog), this.database.access())
                        .applyMigrations())
                .isInstanceOf(MissingRightsException.class)
                .hasMessage("""
                        The role lacks a right for this statement: 001_a.sql:6, SQLSTATE 42501: ERROR: permission denied to create \
                        extension "pageinspect"
                          Hint: Must be superuser to create this extension.
                          statement:
                            CREATE EXTENSION pageinspect
                        The role lacks:
                          - superuser, to make extension pageinspect
                        Migrations on the shared database: all tables are requested
                          001 a  FAILED
                        Action: As a superuser, run this in the database, and then apply the migrations again:
                          CREATE EXTENSION pageinspect;""");
    }

    @Test
    void whatTheRemedySaysIsEnough() {
        // The owner of the database is as good as a superuser here: all that is to be given is its own.
        CatalogDirectory catalog = catalog()
                .write("001_a.sql", "-- creates: table a", "CREATE TABLE a (id int);")
                .write("002_b.sql", "-- requires: extension uuid-ossp", "CREATE EXTENSION \"uuid-ossp\";");
        assertThatThrownBy(() -> migrateAsGuest(catalog))
                .isInstanceOfSatisfying(
                        MissingRightsException.class,
                        ex -> ex.rights().forEach(right -> this.database.execute(right.remedy())));

        assertThat(migrateAsGuest(catalog).applied()).hasSize(2);
    }

    @Test
    void aRoleThatMayOnlyReadTheHistoryReadsTheStatus() {
        CatalogDirectory catalog = catalog().write("001_a.sql", "-- creates: table a", "CREATE TABLE a (id int);");
        MigrationService.open(inSchema(catalog), this.database.access()).applyMigrations();
        this.database.execute(
                "GRANT USAGE ON SCHEMA e2e_migrations TO PUBLIC", "GRANT SELECT ON e2e_migrations.team TO PUBLIC");
        catalog.write("002_b.sql", "-- creates: table b", "CREATE TABLE b (id int);");

        assertThat(asGuest(catalog, MigrationService::status).toString())
                .startsWith("Migrations in the database of a guest: 1 applied, 1 pending\n  001 a  applied  ")
                .contains("Z  by slm_user  ")
                .endsWith(" ms\n  002 b  pending");
    }

    private void letGuestsKeepAHistory() {
        this.database.execute("CREATE SCHEMA e2e_migrations", "GRANT USAGE, CREATE ON SCHEMA e2e_migrations TO PUBLIC");
    }

    private CatalogDirectory catalog() {
        return new CatalogDirectory(this.directory);
    }

    private static MigrationConfig inSchema(CatalogDirectory catalog) {
        return catalog.config().withOptions(catalog.options().withSchema("team"));
    }

    private MigrationReport migrateAsGuest(CatalogDirectory catalog) {
        return asGuest(catalog, MigrationService::applyMigrations);
    }

    private <T> T asGuest(CatalogDirectory catalog, Function<MigrationService, T> operation) {
        // A role comes into the server with a database of its own.
        MigrationConfig guest = MigrationConfig.defaults().withPostgresUser("guest");
        try (TargetDatabase own = TestDatabases.access().open(guest.databaseRequest())) {
            DatabaseAddress address = own.address().orElseThrow();
            DatabaseAddress here =
                    new DatabaseAddress(address.host(), address.port(), this.name, address.user(), address.password());
            return operation.apply(MigrationService.open(inSchema(catalog), config -> new GuestDatabase(here)));
        }
    }

    /** A database as a role sees it that may connect, and no more than that. */
    private record GuestDatabase(DatabaseAddress as) implements TargetDatabase {

        @Override
        public Connection connect() throws SQLException {
            return DriverManager.getConnection(
                    this.as.jdbcUrl(), this.as.user(), this.as.password().value());
        }

        @Override
        public Optional<DatabaseAddress> address() {
            return Optional.of(this.as);
        }

        @Override
        public String description() {
            return "the database of a guest";
        }

        @Override
        public void close() {
            // Each connection is closed by its session; there is nothing else.
        }
    }
}
