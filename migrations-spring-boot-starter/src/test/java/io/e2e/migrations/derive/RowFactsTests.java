package io.e2e.migrations.derive;

import static org.assertj.core.api.Assertions.assertThat;

import io.e2e.migrations.catalog.MigrationCatalog;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Whose rows migrations read and write, whatever way they do it. */
class RowFactsTests {

    @RegisterExtension
    static final SmallCatalog CATALOGS = new SmallCatalog();

    @Test
    void planWhenRowsAreDeletedByEveryMeansHasThem(@TempDir Path directory) {
        assertThat(CATALOGS.plan(directory, "orders", """
                -- 1 orders
                CREATE TABLE orders (id int);
                INSERT INTO orders VALUES (1), (2), (3);
                -- 2 truncate
                TRUNCATE orders;
                -- 3 insert
                INSERT INTO orders VALUES (4), (5);
                -- 4 update
                UPDATE orders SET id = 6 WHERE id = 5;
                -- 5 unrelated
                CREATE TABLE unrelated (id int);
                -- 6 merge
                MERGE INTO orders o USING (VALUES (4)) v (id) ON o.id = v.id WHEN MATCHED THEN DELETE;
                -- 7 nothing
                UPDATE orders SET id = 7 WHERE id = 99;
                """)).isEqualTo("1 2 3 4 6");
    }

    @Test
    void planWhenRowsReferToOthersHasThose(@TempDir Path directory) {
        assertThat(CATALOGS.plan(directory, "orders", """
                -- 1 customers
                CREATE TABLE customers (id int PRIMARY KEY);
                -- 2 orders
                CREATE TABLE orders (customer int REFERENCES customers ON DELETE CASCADE);
                -- 3 row
                INSERT INTO customers VALUES (1), (2);
                -- 4 order
                INSERT INTO orders VALUES (1), (2);
                -- 5 unrelated
                CREATE TABLE unrelated (id int);
                -- 6 delete
                DELETE FROM customers WHERE id = 2;
                """)).isEqualTo("1 2 3 4 6");
    }

    @Test
    void planWhenTablesInheritHasTheRowsOfTheChildren(@TempDir Path directory) {
        assertThat(CATALOGS.plan(directory, "orders", """
                -- 1 orders
                CREATE TABLE orders (id int);
                -- 2 child
                CREATE TABLE old_orders () INHERITS (orders);
                -- 3 grandchild
                CREATE TABLE oldest_orders () INHERITS (old_orders);
                -- 4 unrelated
                CREATE TABLE unrelated (id int);
                -- 5 row
                INSERT INTO oldest_orders VALUES (1);
                """)).isEqualTo("1 2 3 5");
    }

    @Test
    void planWhenRowsMoveBetweenPartitionsHasAllOfThem(@TempDir Path directory) {
        assertThat(CATALOGS.plan(directory, "orders", """
                -- 1 orders
                CREATE TABLE orders (id int) PARTITION BY RANGE (id);
                -- 2 rest
                CREATE TABLE orders_rest PARTITION OF orders DEFAULT;
                -- 3 rows
                INSERT INTO orders VALUES (1), (11);
                -- 4 apart
                CREATE TABLE orders_1 (id int);
                -- 5 moved
                WITH moved AS (DELETE FROM orders_rest WHERE id < 10 RETURNING id) INSERT INTO orders_1 SELECT id FROM moved;
                -- 6 attached
                ALTER TABLE orders ATTACH PARTITION orders_1 FOR VALUES FROM (0) TO (10);
                -- 7 unrelated
                CREATE TABLE unrelated (id int);
                -- 8 detached
                ALTER TABLE orders DETACH PARTITION orders_rest;
                """)).isEqualTo("1 2 3 4 5 6 8");
    }

    @Test
    void planWhenARuleWritesAnotherTableHasIt(@TempDir Path directory) {
        assertThat(CATALOGS.plan(directory, "log", """
                -- 1 log
                CREATE TABLE log (id int);
                -- 2 orders
                CREATE TABLE orders (id int);
                -- 3 rule
                CREATE RULE log_it AS ON INSERT TO orders DO ALSO INSERT INTO log VALUES (NEW.id);
                -- 4 row
                INSERT INTO orders VALUES (1);
                """)).isEqualTo("1 2 3 4");
    }

    @Test
    void planWhenAnIdentityIsRestartedHasIt(@TempDir Path directory) {
        assertThat(CATALOGS.plan(directory, "orders", """
                -- 1 orders
                CREATE TABLE orders (id int GENERATED ALWAYS AS IDENTITY, name text);
                -- 2 restart
                ALTER TABLE orders ALTER COLUMN id RESTART WITH 100;
                -- 3 setval
                SELECT setval('orders_id_seq', 200);
                -- 4 unrelated
                CREATE TABLE unrelated (id int GENERATED ALWAYS AS IDENTITY);
                """)).isEqualTo("1 2 3");
    }

    @Test
    void planWhenASequenceOfADefaultIsSetLaterHasThat(@TempDir Path directory) {
        assertThat(CATALOGS.plan(directory, "orders", """
                -- 1 orders
                CREATE SEQUENCE numbers;
                CREATE TABLE orders (id bigint DEFAULT nextval('numbers'));
                -- 2 unrelated
                CREATE TABLE unrelated (id int);
                -- 3 position
                SELECT setval('numbers', 100);
                """)).isEqualTo("1 3");
    }

    @Test
    void planWhenADoBlockIsMadeOfRowsHasThem(@TempDir Path directory) {
        MigrationCatalog catalog = CATALOGS.derive(directory, """
                -- 1 columns
                CREATE TABLE columns (name text);
                -- 2 rows
                INSERT INTO columns VALUES ('total');
                -- 3 orders
                CREATE TABLE orders (id int);
                -- 4 unrelated
                CREATE TABLE unrelated (id int);
                -- 5 columns
                DO $$ DECLARE c text; BEGIN
                    FOR c IN EXECUTE 'SELECT name FROM col' || 'umns' LOOP
                        EXECUTE format('ALTER TABLE %I ADD COLUMN %I int', 'or' || 'ders', c);
                    END LOOP;
                END $$;
                """);

        assertThat(SmallCatalog.plan(catalog, "orders")).isEqualTo("1 2 3 5");
    }

    @Test
    void planWhenRefusedStatementsHideWhatTheyReadHasIt(@TempDir Path directory) {
        assertThat(CATALOGS.plan(directory, "orders", """
                -- 1 legacy
                CREATE TABLE legacy (id int);
                -- 2 orders
                CREATE TABLE orders (id int);
                -- 3 decide
                DO $$ BEGIN
                    PERFORM 1 / count(*) FROM legacy;
                EXCEPTION WHEN division_by_zero THEN ALTER TABLE orders ADD COLUMN empty int;
                END $$;
                -- 4 unrelated
                CREATE TABLE unrelated (id int);
                """)).isEqualTo("1 2 3");
    }

    @Test
    void planWhenAMigrationRunsOutsideATransactionHasWhatItNames(@TempDir Path directory) {
        assertThat(CATALOGS.plan(directory, "orders", """
                -- 1 legacy
                CREATE TABLE legacy (id int);
                -- 2 orders
                CREATE TABLE orders (id int);
                CREATE PROCEDURE copy_them() LANGUAGE plpgsql AS $$ BEGIN
                    INSERT INTO orders SELECT id FROM legacy;
                    COMMIT;
                END $$;
                -- 3 unrelated
                CREATE TABLE unrelated (id int);
                -- 4 index
                ANALYZE legacy;
                CREATE INDEX CONCURRENTLY idx_orders ON orders (id);
                -- 5 copy
                CALL copy_them();
                """)).isEqualTo("1 2 4 5");
    }

    @Test
    void planWhenAFunctionSilencesItsMessagesHasWhatItNames(@TempDir Path directory) {
        assertThat(CATALOGS.plan(directory, "orders", """
                -- 1 mood
                CREATE TYPE mood AS ENUM ('sad');
                -- 2 orders
                CREATE TABLE orders (id int);
                DO $$ BEGIN
                    PERFORM set_config('client_min_messages', 'error', true);
                    EXECUTE 'SELECT ''sad''::mood';
                END $$;
                -- 3 unrelated
                CREATE TABLE unrelated (id int);
                """)).isEqualTo("1 2");
    }
}
