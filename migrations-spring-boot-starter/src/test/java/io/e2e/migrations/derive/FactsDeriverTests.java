package io.e2e.migrations.derive;

import static org.assertj.core.api.Assertions.assertThat;

import io.e2e.migrations.catalog.MigrationCatalog;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A catalog for each signal, where the signals before it are not enough, and one for each trap. */
class FactsDeriverTests {

    @RegisterExtension
    static final SmallCatalog CATALOGS = new SmallCatalog();

    @Test
    void planWhenOnlyTheCatalogsTellHasWhatChangedTheTable(@TempDir Path directory) {
        assertThat(CATALOGS.plan(directory, "orders", """
                -- 1 orders
                CREATE TABLE orders (id int PRIMARY KEY);
                -- 2 others
                CREATE TABLE others (id int PRIMARY KEY);
                -- 3 total
                DO $$ BEGIN EXECUTE 'ALTER TABLE ' || 'orders' || ' ADD COLUMN total numeric'; END $$;
                -- 4 index
                CREATE INDEX idx_total ON orders (total);
                """)).isEqualTo("1 3 4");
    }

    @Test
    void planWhenATableDependsOnAnotherHasBoth(@TempDir Path directory) {
        MigrationCatalog catalog = CATALOGS.derive(directory, """
                -- 1 mood
                CREATE TYPE mood AS ENUM ('sad');
                CREATE TABLE others (id int);
                -- 2 customers
                CREATE TABLE customers (id int PRIMARY KEY);
                -- 3 orders
                CREATE TABLE orders (id int, customer int REFERENCES customers, mood mood);
                -- 4 view
                CREATE VIEW moods AS SELECT mood FROM orders;
                """);

        assertThat(SmallCatalog.plan(catalog, "customers")).isEqualTo("2");
        assertThat(SmallCatalog.plan(catalog, "orders")).isEqualTo("1 2 3");
        assertThat(SmallCatalog.plan(catalog, "moods")).isEqualTo("1 2 3 4");
    }

    @Test
    void planWhenRowsAreCopiedHasWhatWroteThem(@TempDir Path directory) {
        assertThat(CATALOGS.plan(directory, "orders", """
                -- 1 defaults
                CREATE TABLE defaults (amount int);
                -- 2 rows
                INSERT INTO defaults VALUES (5);
                -- 3 orders
                CREATE TABLE orders (amount int);
                -- 4 copy
                INSERT INTO orders SELECT amount FROM defaults;
                -- 5 more
                INSERT INTO defaults VALUES (6);
                """)).isEqualTo("1 2 3 4");
    }

    @Test
    void planWhenDynamicSqlOnlyLooksAtATableHasIt(@TempDir Path directory) {
        assertThat(CATALOGS.plan(directory, "orders", """
                -- 1 flags
                CREATE TABLE flags (name text);
                -- 2 orders
                CREATE TABLE orders (id int);
                -- 3 decide
                DO $$ DECLARE n int; BEGIN
                    EXECUTE 'SELECT count(*) FROM fla' || 'gs' INTO n;
                    IF n = 0 THEN ALTER TABLE orders ADD COLUMN flag text; END IF;
                END $$;
                """)).isEqualTo("1 2 3");
    }

    @Test
    void planWhenAFunctionMakesTheTableHasTheFunction(@TempDir Path directory) {
        assertThat(CATALOGS.plan(directory, "orders", """
                -- 1 maker
                CREATE FUNCTION make(name text) RETURNS void LANGUAGE plpgsql AS
                $$ BEGIN EXECUTE format('CREATE TABLE %I (id int)', name); END $$;
                -- 2 unrelated
                CREATE FUNCTION other() RETURNS int LANGUAGE sql AS 'SELECT 1';
                -- 3 orders
                DO $$ BEGIN EXECUTE 'SELECT ma' || 'ke(''orders'')'; END $$;
                """)).isEqualTo("1 3");
    }

    @Test
    void planWhenABodyNamesAFunctionThatDoesNotRunHasIt(@TempDir Path directory) {
        assertThat(CATALOGS.plan(directory, "orders", """
                -- 1 inner
                CREATE FUNCTION inner_number() RETURNS int LANGUAGE plpgsql AS 'BEGIN RETURN 1; END';
                -- 2 outer
                CREATE FUNCTION outer_number() RETURNS int LANGUAGE sql AS 'SELECT inner_number()';
                -- 3 orders
                CREATE TABLE orders (id int DEFAULT outer_number());
                """)).isEqualTo("1 2 3");
    }

    @Test
    void planWhenABodyThatNeverRanNamesATableHasIt(@TempDir Path directory) {
        MigrationCatalog catalog = CATALOGS.derive(directory, """
                -- 1 limits
                CREATE TABLE limits (amount int);
                -- 2 function
                CREATE FUNCTION check_limit() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
                    IF NEW.id > (SELECT max(amount) FROM limits) THEN INSERT INTO refused VALUES (NEW.id); END IF;
                    RETURN NEW;
                END $$;
                -- 3 orders
                CREATE TABLE orders (id int);
                CREATE TRIGGER check_limit BEFORE INSERT ON orders FOR EACH ROW EXECUTE FUNCTION check_limit();
                -- 4 unrelated
                CREATE TABLE unrelated (id int);
                -- 5 refused
                CREATE TABLE refused (id int);
                """);

        assertThat(SmallCatalog.plan(catalog, "orders")).isEqualTo("1 2 3 5");
    }

    @Test
    void planWhenAStatementNamesATextSearchConfigurationHasIt(@TempDir Path directory) {
        assertThat(CATALOGS.plan(directory, "docs", """
                -- 1 configuration
                CREATE TEXT SEARCH CONFIGURATION plain (COPY = simple);
                -- 2 docs
                CREATE TABLE docs (body text);
                INSERT INTO docs VALUES ('a b');
                -- 3 search
                ALTER TABLE docs ADD COLUMN words tsvector;
                UPDATE docs SET words = to_tsvector('plain', body);
                """)).isEqualTo("1 2 3");
    }

    @Test
    void planWhenValuesComeFromASequenceHasWhatDrewOthers(@TempDir Path directory) {
        assertThat(CATALOGS.plan(directory, "orders", """
                -- 1 numbers
                CREATE SEQUENCE numbers;
                -- 2 orders
                CREATE TABLE orders (id bigint);
                -- 3 others
                CREATE TABLE others AS SELECT nextval('numbers') AS id;
                -- 4 draw
                INSERT INTO orders VALUES (nextval('numbers'));
                """)).isEqualTo("1 2 3 4");
    }

    @Test
    void planWhenAForeignKeyWasDroppedBeforeItsTableChangesHasTheDrop(@TempDir Path directory) {
        assertThat(CATALOGS.plan(directory, "customers", """
                -- 1 customers
                CREATE TABLE customers (id int PRIMARY KEY, name text);
                -- 2 orders
                CREATE TABLE orders (id int, customer int REFERENCES customers);
                ALTER TABLE customers ADD COLUMN orders int;
                -- 3 free
                ALTER TABLE orders DROP CONSTRAINT orders_customer_fkey;
                -- 4 key
                ALTER TABLE customers DROP CONSTRAINT customers_pkey;
                """)).isEqualTo("1 2 3 4");
    }

    @Test
    void planWhenAFunctionIsReplacedHasItForTheTablesThatUseIt(@TempDir Path directory) {
        assertThat(CATALOGS.plan(directory, "orders", """
                -- 1 function
                CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
                -- 2 orders
                CREATE TABLE orders (id int);
                CREATE TRIGGER touch BEFORE INSERT ON orders FOR EACH ROW EXECUTE FUNCTION touch();
                -- 3 replaced
                CREATE OR REPLACE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';
                """)).isEqualTo("1 2 3");
    }

    @Test
    void deriveWhenAScriptSilencesMessagesStillSeesWhatStatementsName(@TempDir Path directory) {
        assertThat(CATALOGS.plan(directory, "orders", """
                -- 1 inner
                CREATE FUNCTION inner_number() RETURNS int LANGUAGE plpgsql AS 'BEGIN RETURN 1; END';
                -- 2 orders
                SET client_min_messages = error;
                CREATE FUNCTION outer_number() RETURNS int LANGUAGE sql AS 'SELECT inner_number()';
                CREATE TABLE orders (id int DEFAULT outer_number());
                """)).isEqualTo("1 2");
    }

    @Test
    void deriveWhenAFunctionRunsAgainSeesWhatItNamesAgain(@TempDir Path directory) {
        assertThat(CATALOGS.plan(directory, "orders", """
                -- 1 mood
                CREATE TYPE mood AS ENUM ('sad');
                -- 2 function
                CREATE FUNCTION check_mood() RETURNS void LANGUAGE plpgsql AS $$ BEGIN PERFORM 'sad'::mood; END $$;
                -- 3 first
                CREATE TABLE others (id int);
                SELECT check_mood();
                -- 4 orders
                CREATE TABLE orders (id int);
                SELECT check_mood();
                """)).isEqualTo("1 2 4");
    }

    @Test
    void deriveWhenRowsWereWrittenBeforeDoesNotCountThemAgain(@TempDir Path directory) {
        MigrationCatalog catalog = CATALOGS.derive(directory, """
                -- 1 flags
                CREATE TABLE flags (name text);
                -- 2 rows
                INSERT INTO flags VALUES ('a');
                -- 3 others
                CREATE TABLE others (id int);
                """);

        assertThat(catalog.migrations().get(1).header().alters()).hasToString("[table flags (rows)]");
        assertThat(catalog.migrations().get(2).touches()).hasToString("[others]");
    }

    @Test
    void deriveWhenAStatementIsLongKnowsItsRowsAndTables(@TempDir Path directory) {
        assertThat(CATALOGS.plan(directory, "orders", """
                -- 1 names
                CREATE TABLE names (name text);
                -- 2 orders
                CREATE TABLE orders (name text);
                INSERT INTO orders SELECT name FROM names UNION ALL VALUES ('%s');
                """.formatted("x".repeat(70_000))))
                .isEqualTo("1 2");
    }

    @Test
    void deriveWhenARoleIsMissingCreatesIt(@TempDir Path directory) {
        assertThat(CATALOGS.plan(directory, "orders", """
                -- 1 clerk
                CREATE ROLE clerk_of_orders;
                -- 2 orders
                CREATE TABLE orders (id int);
                GRANT SELECT ON orders TO clerk_of_orders;
                GRANT SELECT ON orders TO reader_made_elsewhere;
                """)).isEqualTo("1 2");
    }

    @Test
    void deriveWhenStatementsRefuseATransactionRunsThemAlone(@TempDir Path directory) {
        assertThat(CATALOGS.plan(directory, "orders", """
                -- 1 orders
                CREATE TABLE orders (id int);
                -- 2 index
                CREATE INDEX CONCURRENTLY idx_orders ON orders (id);
                -- 3 mood
                CREATE TYPE mood AS ENUM ('sad');
                -- 4 word
                ALTER TYPE mood ADD VALUE 'glad';
                ALTER TABLE orders ADD COLUMN mood mood DEFAULT 'glad';
                """)).isEqualTo("1 2 3 4");
    }

    @Test
    void deriveWhenAMigrationLeavesATransactionOpenEndsIt(@TempDir Path directory) {
        assertThat(CATALOGS.plan(directory, "orders", """
                -- 1 orders
                CREATE TABLE orders (id int);
                -- 2 open
                VACUUM orders;
                BEGIN;
                ALTER TABLE orders ADD COLUMN total int;
                """)).isEqualTo("1 2");
    }

    @Test
    void deriveWhenAConstantIsLongReadsItsTree(@TempDir Path directory) {
        assertThat(CATALOGS.plan(directory, "orders", """
                -- 1 orders
                CREATE TABLE orders (name text);
                INSERT INTO orders VALUES ('%s');
                """.formatted("x".repeat(50_000))))
                .isEqualTo("1");
    }

    @Test
    void planWhenAnExistingTableIsNotCreatedAgainHasItsMigrations(@TempDir Path directory) {
        assertThat(CATALOGS.plan(directory, "orders", """
                -- 1 legacy
                CREATE TABLE legacy (id int);
                -- 2 orders
                CREATE TABLE IF NOT EXISTS legacy (id int, name text);
                CREATE TABLE orders (id int);
                """)).isEqualTo("1 2");
    }

    @Test
    void planWhenACatalogIsAskedForATableHasItsMigrations(@TempDir Path directory) {
        assertThat(CATALOGS.plan(directory, "orders", """
                -- 1 legacy
                CREATE TABLE legacy (id int);
                -- 2 orders
                CREATE TABLE orders (id int);
                -- 3 decide
                DO $$ BEGIN
                    IF EXISTS (SELECT FROM information_schema.tables WHERE table_name = 'legacy') THEN
                        ALTER TABLE orders ADD COLUMN legacy int;
                    END IF;
                END $$;
                -- 4 decide
                DO $$ BEGIN
                    IF to_regclass('others') IS NULL THEN ALTER TABLE orders ADD COLUMN others int; END IF;
                END $$;
                """)).isEqualTo("1 2 3 4");
    }

    @Test
    void planWhenDefaultPrivilegesWereAlteredHasThem(@TempDir Path directory) {
        assertThat(CATALOGS.plan(directory, "orders", """
                -- 1 privileges
                ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO public;
                -- 2 orders
                CREATE TABLE orders (id int);
                """)).isEqualTo("1 2");
    }

    @Test
    void planWhenTablesAreInOtherSchemasNamesThemWithTheSchema(@TempDir Path directory) {
        MigrationCatalog catalog = CATALOGS.derive(directory, """
                -- 1 billing
                CREATE SCHEMA billing;
                CREATE TABLE unrelated (id int);
                -- 2 bills
                CREATE TABLE billing.bills (id int PRIMARY KEY);
                -- 3 lines
                CREATE TABLE lines (bill int REFERENCES billing.bills);
                -- 4 total
                ALTER TABLE billing.bills ADD COLUMN total int;
                """);

        assertThat(SmallCatalog.plan(catalog, "billing.bills")).isEqualTo("1 2 4");
        assertThat(SmallCatalog.plan(catalog, "lines")).isEqualTo("1 2 3");
    }
}
