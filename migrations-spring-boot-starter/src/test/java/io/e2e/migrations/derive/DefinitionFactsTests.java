package io.e2e.migrations.derive;

import static org.assertj.core.api.Assertions.assertThat;

import io.e2e.migrations.catalog.MigrationCatalog;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What changes a table although no statement names it: what its definition uses, and what concerns all tables. */
class DefinitionFactsTests {

    @RegisterExtension
    static final SmallCatalog CATALOGS = new SmallCatalog();

    @Test
    void planWhenAFunctionThatABodyCallsIsReplacedHasIt(@TempDir Path directory) {
        assertThat(CATALOGS.plan(directory, "orders", """
                -- 1 inner
                CREATE FUNCTION inner_number() RETURNS int LANGUAGE plpgsql AS 'BEGIN RETURN 1; END';
                -- 2 trigger
                CREATE FUNCTION number_it() RETURNS trigger LANGUAGE plpgsql AS
                'BEGIN NEW.id := inner_number(); RETURN NEW; END';
                -- 3 orders
                CREATE TABLE orders (id int);
                CREATE TRIGGER number_it BEFORE INSERT ON orders FOR EACH ROW EXECUTE FUNCTION number_it();
                -- 4 unrelated
                CREATE TABLE unrelated (id int);
                -- 5 replaced
                CREATE OR REPLACE FUNCTION inner_number() RETURNS int LANGUAGE plpgsql AS 'BEGIN RETURN 2; END';
                """)).isEqualTo("1 2 3 5");
    }

    @Test
    void planWhenADomainOfAnotherSchemaGetsAndLosesConstraintsHasBoth(@TempDir Path directory) {
        assertThat(CATALOGS.plan(directory, "orders", """
                -- 1 types
                CREATE SCHEMA types;
                CREATE DOMAIN types.amount AS int;
                -- 2 orders
                CREATE TABLE orders (total types.amount);
                -- 3 positive
                ALTER DOMAIN types.amount ADD CONSTRAINT positive CHECK (VALUE > 0);
                -- 4 unrelated
                CREATE TABLE unrelated (id int);
                -- 5 free
                ALTER DOMAIN types.amount DROP CONSTRAINT positive;
                """)).isEqualTo("1 2 3 5");
    }

    @Test
    void planWhenTypesGetMoreValuesAndAttributesHasThem(@TempDir Path directory) {
        assertThat(CATALOGS.plan(directory, "orders", """
                -- 1 types
                CREATE TYPE mood AS ENUM ('sad');
                CREATE TYPE address AS (street text);
                -- 2 orders
                CREATE TABLE orders (mood mood, address address);
                -- 3 value
                ALTER TYPE mood ADD VALUE 'glad';
                -- 4 unrelated
                CREATE TABLE unrelated (id int);
                -- 5 attribute
                ALTER TYPE address ADD ATTRIBUTE town text;
                """)).isEqualTo("1 2 3 5");
    }

    @Test
    void planWhenFunctionsOfExpressionsAreReplacedHasThem(@TempDir Path directory) {
        String function = "CREATE OR REPLACE FUNCTION %s(n int) RETURNS %s IMMUTABLE LANGUAGE sql AS 'SELECT %s';\n";
        assertThat(CATALOGS.plan(
                        directory,
                        "orders",
                        "-- 1 functions\n"
                                + function.formatted("checked", "boolean", "true")
                                + function.formatted("generated", "int", "1")
                                + function.formatted("indexed", "int", "1")
                                + function.formatted("allowed", "boolean", "true")
                                + """
                -- 2 orders
                CREATE TABLE orders (id int CHECK (checked(id)), twice int GENERATED ALWAYS AS (generated(id)) STORED);
                CREATE INDEX idx_orders ON orders (indexed(id));
                CREATE POLICY allowed ON orders USING (allowed(id));
                """
                                + "-- 3 checked\n"
                                + function.formatted("checked", "boolean", "n > 0")
                                + "-- 4 generated\n"
                                + function.formatted("generated", "int", "n * 2")
                                + "-- 5 unrelated\n"
                                + function.formatted("unrelated", "int", "n")
                                + "-- 6 indexed\n"
                                + function.formatted("indexed", "int", "n + 1")
                                + "-- 7 allowed\n"
                                + function.formatted("allowed", "boolean", "n < 9")))
                .isEqualTo("1 2 3 4 6 7");
    }

    @Test
    void planWhenAnAggregateIsReplacedHasItForItsViews(@TempDir Path directory) {
        assertThat(CATALOGS.plan(directory, "totals", """
                -- 1 aggregate
                CREATE FUNCTION plus(int, int) RETURNS int LANGUAGE sql AS 'SELECT $1 + $2';
                CREATE FUNCTION minus(int, int) RETURNS int LANGUAGE sql AS 'SELECT $1 - $2';
                CREATE AGGREGATE total(int) (SFUNC = plus, STYPE = int, INITCOND = '0');
                -- 2 orders
                CREATE TABLE orders (id int);
                -- 3 view
                CREATE VIEW totals AS SELECT total(id) FROM orders;
                -- 4 unrelated
                CREATE TABLE unrelated (id int);
                -- 5 replaced
                CREATE OR REPLACE AGGREGATE total(int) (SFUNC = minus, STYPE = int, INITCOND = '0');
                """)).isEqualTo("1 2 3 5");
    }

    @Test
    void planWhenAnOperatorAndATextSearchDictionaryAreUsedHasThem(@TempDir Path directory) {
        assertThat(CATALOGS.plan(directory, "orders", """
                -- 1 operator
                CREATE FUNCTION near(int, int) RETURNS boolean IMMUTABLE LANGUAGE sql AS 'SELECT abs($1 - $2) < 2';
                CREATE OPERATOR <~> (LEFTARG = int, RIGHTARG = int, FUNCTION = near);
                -- 2 search
                CREATE TEXT SEARCH DICTIONARY words (TEMPLATE = simple);
                CREATE TEXT SEARCH CONFIGURATION plain (COPY = simple);
                -- 3 orders
                CREATE TABLE orders (id int, name text, CHECK (id <~> 1));
                CREATE INDEX idx_orders ON orders USING gin (to_tsvector('plain', name));
                -- 4 unrelated
                CREATE TEXT SEARCH CONFIGURATION unrelated (COPY = simple);
                -- 5 mapping
                ALTER TEXT SEARCH CONFIGURATION plain ALTER MAPPING FOR asciiword WITH words;
                """)).isEqualTo("1 2 3 5");
    }

    @Test
    void planWhenACastBetweenForeignTypesExistsHasIt(@TempDir Path directory) {
        MigrationCatalog catalog = CATALOGS.derive(directory, """
                -- 1 cast
                CREATE CAST (varchar AS json) WITH INOUT AS IMPLICIT;
                -- 2 mood
                CREATE TYPE mood AS ENUM ('sad');
                -- 3 moods
                CREATE CAST (varchar AS mood) WITH INOUT AS ASSIGNMENT;
                -- 4 orders
                CREATE TABLE orders (mood mood, note varchar, more json);
                -- 5 rows
                INSERT INTO orders (note) VALUES ('sad');
                UPDATE orders SET mood = note, more = '{}'::varchar;
                -- 6 others
                CREATE TABLE others (id int);
                """);

        assertThat(SmallCatalog.plan(catalog, "orders")).isEqualTo("1 2 3 4 5");
        assertThat(SmallCatalog.plan(catalog, "others")).isEqualTo("1 6");
    }

    @Test
    void planWhenAnEventTriggerWasThereHasItForEachChange(@TempDir Path directory) {
        assertThat(CATALOGS.plan(directory, "orders", """
                -- 1 orders
                CREATE TABLE orders (id int);
                -- 2 function
                CREATE FUNCTION comment_it() RETURNS event_trigger LANGUAGE plpgsql AS
                $$ BEGIN EXECUTE 'COMMENT ON TABLE ord' || 'ers IS ''altered'''; END $$;
                -- 3 trigger
                CREATE EVENT TRIGGER comments ON ddl_command_end WHEN TAG IN ('ALTER TABLE')
                EXECUTE FUNCTION comment_it();
                -- 4 total
                ALTER TABLE orders ADD COLUMN total int;
                """)).isEqualTo("1 2 3 4");
    }

    @Test
    void planWhenATableOfAnotherSchemaHasLessThanItsColumnsChangedHasThat(@TempDir Path directory) {
        assertThat(CATALOGS.plan(directory, "shop.orders", """
                -- 1 orders
                CREATE SCHEMA shop;
                CREATE TABLE shop.orders (id int, name text);
                CREATE FUNCTION shop.touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
                CREATE TRIGGER touch BEFORE INSERT ON shop.orders FOR EACH ROW EXECUTE FUNCTION shop.touch();
                -- 2 trigger
                ALTER TABLE shop.orders DISABLE TRIGGER touch;
                -- 3 comment
                COMMENT ON COLUMN shop.orders.id IS 'a number';
                -- 4 unrelated
                CREATE TABLE unrelated (id int);
                -- 5 privileges
                GRANT SELECT (id) ON shop.orders TO public;
                -- 6 statistics
                CREATE STATISTICS shop.ids ON id, name FROM shop.orders;
                -- 7 rule
                CREATE RULE nothing AS ON DELETE TO shop.orders DO INSTEAD NOTHING;
                -- 8 security
                ALTER TABLE shop.orders ENABLE ROW LEVEL SECURITY;
                -- 9 index
                CREATE INDEX idx_orders ON shop.orders (id);
                ALTER INDEX shop.idx_orders RENAME TO idx_ids;
                """)).isEqualTo("1 2 3 5 6 7 8 9");
    }

    @Test
    void planWhenTheNameWasThatOfOthersHasWhatMadeTheLastOne(@TempDir Path directory) {
        MigrationCatalog catalog = CATALOGS.derive(directory, """
                -- 1 orders
                CREATE TABLE orders (id int);
                -- 2 renamed
                ALTER TABLE orders RENAME TO old_orders;
                -- 3 unrelated
                CREATE TABLE unrelated (id int);
                -- 4 again
                CREATE TABLE orders (number bigint);
                -- 5 renamed
                ALTER TABLE old_orders RENAME TO orders_of_last_year;
                -- 6 dropped
                DROP TABLE orders;
                -- 7 view
                CREATE VIEW orders AS SELECT id FROM orders_of_last_year;
                """);

        assertThat(SmallCatalog.plan(catalog, "orders_of_last_year")).isEqualTo("1 2 5");
        assertThat(SmallCatalog.plan(catalog, "orders")).isEqualTo("1 2 4 5 6 7");
    }

    @Test
    void planWhenARoleIsAMemberOfAnotherHasTheMembership(@TempDir Path directory) {
        assertThat(CATALOGS.plan(directory, "orders", """
                -- 1 roles
                CREATE ROLE trap_clerk;
                -- 2 staff
                CREATE ROLE trap_staff;
                -- 3 membership
                GRANT trap_staff TO trap_clerk;
                -- 4 unrelated
                CREATE ROLE trap_unrelated;
                -- 5 orders
                CREATE TABLE orders (id int);
                ALTER TABLE orders OWNER TO trap_staff;
                """)).isEqualTo("1 2 3 5");
    }

    @Test
    void planWhenThePathHasAnotherSchemaHasTheTableThatWasMeant(@TempDir Path directory) {
        assertThat(CATALOGS.plan(directory, "shop.orders", """
                -- 1 shop
                CREATE SCHEMA shop;
                -- 2 decoy
                CREATE TABLE customers (id int PRIMARY KEY);
                -- 3 customers
                SET search_path = shop;
                CREATE TABLE customers (id int PRIMARY KEY);
                -- 4 orders
                SELECT set_config('search_path', 'shop, public', false);
                CREATE TABLE orders (customer int REFERENCES customers);
                -- 5 decoy
                ALTER TABLE customers ADD COLUMN name text;
                """)).isEqualTo("1 3 4");
    }
}
