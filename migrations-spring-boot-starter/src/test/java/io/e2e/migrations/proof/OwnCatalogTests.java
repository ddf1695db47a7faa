package io.e2e.migrations.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.e2e.migrations.config.MigrationOptions;
import io.e2e.migrations.inspect.SchemaDescription;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A team's own catalog, with what the Data Storage catalog does not have. */
class OwnCatalogTests {

    @TempDir
    private Path directory;

    @Test
    void aSmallCatalogIsProvenInOneLine() {
        CatalogCopy catalog = new CatalogCopy(this.directory)
                .add(
                        "001_orders.sql",
                        "-- creates: table orders",
                        "CREATE TABLE orders (id int);",
                        "DROP TABLE orders;")
                .add(
                        "002_totals.sql",
                        "-- alters: table orders (total)",
                        "ALTER TABLE orders ADD total numeric;",
                        "ALTER TABLE orders DROP total;");

        ProofReport report = CatalogProof.of(catalog.location()).verify();

        assertThat(report)
                .hasToString("proven on " + report.server() + " in "
                        + report.duration().toMillis()
                        + " ms: 2 headers, 2 downs, 1 plans, 0 pairs of plans (2 databases)");
    }

    @Test
    void verifyWhenADownSetsTheSessionProvesTheOthers() {
        new CatalogCopy(this.directory)
                .add(
                        "001_orders.sql",
                        "-- creates: table orders",
                        "CREATE TABLE orders (id int);",
                        "DROP TABLE orders;")
                .add(
                        "002_totals.sql",
                        "-- alters: table orders (total)",
                        "ALTER TABLE orders ADD total numeric;",
                        "SET search_path = pg_catalog; ALTER TABLE public.orders DROP total;")
                .proof()
                .verify();
    }

    /** A base with a wrong header and no Down, so that it is seen that only the catalog on top is proven. */
    private CatalogCopy onTop(Path base) {
        new CatalogCopy(base)
                .add(
                        "001_orders.sql",
                        "-- creates: table orders",
                        "CREATE TABLE orders (id int);",
                        "DROP TABLE orders;")
                .add("002_states.sql", "-- creates: table orders_states", "CREATE TABLE states (id int);", "")
                .add(
                        "900_totals.sql",
                        "-- creates: view totals\n-- requires: table orders\n-- repeatable: true",
                        "CREATE OR REPLACE VIEW totals AS SELECT count(*) FROM orders;",
                        "DROP VIEW totals;");
        return new CatalogCopy(this.directory)
                .add("10001_bills.sql", "-- creates: table bills", "CREATE TABLE bills (id int);", "DROP TABLE bills;")
                .add(
                        "10002_order_bills.sql",
                        "-- alters: table orders (bill)\n-- requires: 10001",
                        "ALTER TABLE orders ADD bill int; TABLE bills;",
                        "ALTER TABLE orders DROP bill;");
    }

    @Test
    void verifyWhenOnTopOfAnotherCatalogProvesOnlyItsOwn(@TempDir Path base) {
        ProofReport report = onTop(base).proof().onTopOf("file:" + base).verify();

        assertThat(report.toString()).contains("2 headers, 2 downs, ");
    }

    @Tag("night")
    @Test
    void verifyWhenOnTopOfTheDataStorageCatalogProvesOnlyItsOwn() {
        ProofReport report = new CatalogCopy(this.directory)
                .add(
                        "20240229133934_event_notes.sql",
                        "-- creates: table event_notes\n-- requires: table audit_events",
                        """
                        CREATE TABLE event_notes (id uuid, day date, note text,
                            FOREIGN KEY (id, day) REFERENCES audit_events (event_id, event_date));""",
                        "DROP TABLE event_notes;")
                .proof()
                .onTopOf(MigrationOptions.DATA_STORAGE_LOCATION)
                .verify();

        assertThat(report.toString()).contains("1 headers, 1 downs, 1 plans, ");
    }

    @Test
    void verifyWhenOnTopOfAnotherCatalogFindsWhatIsWrongWithItsOwn(@TempDir Path base) {
        CatalogCopy catalog = onTop(base)
                .add(
                        "10003_more.sql",
                        "-- creates: table bills_more",
                        "CREATE TABLE bills_more (id int); ALTER TABLE orders ADD more int;",
                        "DROP TABLE bills_more;");

        assertThat(messageOf(catalog, catalog.proof().onTopOf("file:" + base)))
                .contains("Its header must have: -- alters: table orders (more)")
                .contains("10003_more.sql: its Down does not bring back what was before its Up")
                .doesNotContain("002_states.sql");
    }

    @Test
    void aRenamedColumnIsOnePartAndChangesNothingElseOfItsTable() {
        new CatalogCopy(this.directory)
                .add(
                        "001_orders.sql",
                        "-- creates: table orders\n-- creates: index orders_state on orders",
                        """
                        CREATE TABLE orders (id int, state text CHECK (state <> ''), UNIQUE (id, state));
                        CREATE INDEX orders_state ON orders (lower(state)) WHERE state <> 'done';""",
                        "DROP TABLE orders;")
                .add(
                        "002_status.sql",
                        "-- alters: table orders (status)",
                        "ALTER TABLE orders RENAME state TO status;",
                        "ALTER TABLE orders RENAME status TO state;")
                .proof()
                .verify();
    }

    @Test
    void aViewOverARenamedColumnIsAnotherView() {
        CatalogCopy catalog = new CatalogCopy(this.directory)
                .add(
                        "001_orders.sql",
                        "-- creates: table orders\n-- creates: view open_orders",
                        """
                        CREATE TABLE orders (id int, state text);
                        CREATE VIEW open_orders AS SELECT id FROM orders WHERE state <> 'done';""",
                        "DROP VIEW open_orders; DROP TABLE orders;")
                .add(
                        "002_status.sql",
                        "-- alters: table orders (status)",
                        "ALTER TABLE orders RENAME state TO status;",
                        "ALTER TABLE orders RENAME status TO state;");

        assertThat(messageOf(catalog)).contains("Its header must have: -- alters: view open_orders");
    }

    @Test
    void aNewColumnWithTheOldNameOfARenamedOneIsSeen() {
        CatalogCopy catalog = new CatalogCopy(this.directory)
                .add("001_orders.sql", "-- creates: table orders", "CREATE TABLE orders (a int);", "DROP TABLE orders;")
                .add(
                        "002_swap.sql",
                        "-- alters: table orders (b)",
                        "ALTER TABLE orders RENAME a TO b; ALTER TABLE orders ADD a int;",
                        "ALTER TABLE orders DROP a; ALTER TABLE orders RENAME b TO a;");

        assertThat(messageOf(catalog)).contains("Its header must have: -- alters: table orders (b, a)");
    }

    @Test
    void whatUsesAFunctionThatIsReplacedIsAlteredToo() {
        CatalogCopy catalog = new CatalogCopy(this.directory)
                .add(
                        "001_orders.sql",
                        "-- creates: table orders\n-- creates: function stamp\n-- creates: trigger stamp on orders",
                        """
                        CREATE TABLE orders (id int, changed timestamptz);
                        -- +goose StatementBegin
                        CREATE FUNCTION stamp() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN new; END $$;
                        -- +goose StatementEnd
                        CREATE TRIGGER stamp BEFORE UPDATE ON orders FOR EACH ROW EXECUTE FUNCTION stamp();""",
                        "DROP TABLE orders; DROP FUNCTION stamp();")
                .add("002_stamp.sql", "-- alters: function stamp", """
                        -- +goose StatementBegin
                        CREATE OR REPLACE FUNCTION stamp() RETURNS trigger LANGUAGE plpgsql
                        AS $$ BEGIN new.changed := now(); RETURN new; END $$;
                        -- +goose StatementEnd""", """
                        -- +goose StatementBegin
                        CREATE OR REPLACE FUNCTION stamp() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN new; END $$;
                        -- +goose StatementEnd""");

        assertThat(messageOf(catalog)).contains("Its header must have: -- alters: trigger stamp on orders");
    }

    @Test
    void grantsCommentsAndOptionsOfATableAreParts() {
        CatalogCopy catalog = new CatalogCopy(this.directory)
                .add("001_orders.sql", "-- creates: table orders", "CREATE TABLE orders (a int);", "DROP TABLE orders;")
                .add(
                        "002_more.sql",
                        "-- requires: role reader",
                        "GRANT SELECT ON orders TO reader; COMMENT ON TABLE orders IS 'x';"
                                + " ALTER TABLE orders SET (fillfactor = 50);",
                        "REVOKE SELECT ON orders FROM reader; COMMENT ON TABLE orders IS NULL;"
                                + " ALTER TABLE orders RESET (fillfactor);");

        assertThat(messageOf(catalog))
                .contains("Its header must have: -- alters: table orders (definition, comment, privileges)");
    }

    @Test
    void aDownThatLosesRowsMustSaySo() {
        CatalogCopy catalog = new CatalogCopy(this.directory)
                .add(
                        "001_orders.sql",
                        "-- creates: table orders",
                        "CREATE TABLE orders (a text);",
                        "DROP TABLE orders;")
                .add(
                        "002_number.sql",
                        "-- alters: table orders (a)",
                        "ALTER TABLE orders ALTER a TYPE int USING 7;",
                        "ALTER TABLE orders ALTER a TYPE text;");

        assertThat(messageOf(catalog, catalog.proof().withRowsAfter("1", "INSERT INTO orders VALUES ('one')")))
                .isEqualTo("""
                        The catalog DIRECTORY is not proven, for one reason:
                          - 002_number.sql: rows are not the same after Down, or after Down and Up (- before, + now):
                              - table orders: row {"a": "one"}
                              + table orders: row {"a": "7"}
                              Its header must have: -- lossy: (say what its Down cannot bring back)
                        Action: Change the files as offered, and run the proof again.""");
    }

    @Test
    void aDownThatLosesNothingMustNotSaySo() {
        CatalogCopy catalog = new CatalogCopy(this.directory)
                .add(
                        "001_orders.sql",
                        "-- creates: table orders",
                        "CREATE TABLE orders (a text);",
                        "DROP TABLE orders;")
                .add(
                        "002_more.sql",
                        "-- alters: table orders (b)\n-- lossy: everything",
                        "ALTER TABLE orders ADD b int;",
                        "ALTER TABLE orders DROP b;");

        assertThat(catalog.proof().verify().notes())
                .containsExactly("002_more.sql is lossy, which no row shows: give some with withRowsAfter");
        assertThat(messageOf(catalog, catalog.proof().withRowsAfter("1", "INSERT INTO orders VALUES ('one')")))
                .contains("Take out of its header: -- lossy: everything");
    }

    @Test
    void afterABrokenDownTheOthersAreStillTried() {
        CatalogCopy catalog = new CatalogCopy(this.directory)
                .add("001_a.sql", "-- creates: table a", "CREATE TABLE a (id int);", "DROP TABLE wrong;")
                .add("002_b.sql", "-- creates: table b", "CREATE TABLE b (id int);", "")
                .add("003_c.sql", "-- creates: table c", "CREATE TABLE c (id int);", "SELECT 1;");

        assertThat(messageOf(catalog)).isEqualTo("""
                        The catalog DIRECTORY is not proven, for 2 reasons:
                          - 001_a.sql: its Down fails at line 9: ERROR: table "wrong" does not exist
                              Its Down must undo what its Up does, in reverse.
                          - 003_c.sql: its Down does not bring back what was before its Up (- before, + now):
                              + table c
                              Its Down must undo exactly what its Up does.
                        Action: Change the files as offered, and run the proof again.""");
    }

    @Test
    void aRepeatableMigrationMustRunTwice() {
        CatalogCopy catalog = new CatalogCopy(this.directory)
                .add("001_a.sql", "-- creates: table a", "CREATE TABLE a (id int);", "DROP TABLE a;")
                .add(
                        "1000_v.sql",
                        "-- creates: view v\n-- requires: table a\n-- repeatable: true",
                        "CREATE VIEW v AS SELECT id FROM a;",
                        "DROP VIEW v;");

        assertThat(messageOf(catalog)).isEqualTo("""
                        The catalog DIRECTORY is not proven, for one reason:
                          - 1000_v.sql: it cannot run a second time: 1000_v.sql:8: ERROR: relation "v" already exists \
                        (SQLSTATE 42P07)
                              A repeatable file must do so.
                        Action: Change the files as offered, and run the proof again.""");
    }

    @Test
    void monthsAreThoseAroundTheGivenDay() {
        CatalogCopy catalog = CatalogCopy.of(this.directory, CatalogCopy.AUDIT);

        SchemaDescription schema =
                catalog.proof().at(Instant.parse("2029-12-31T23:59:59Z")).describe();

        assertThat(schema.belongingTo("audit_events").map(Object::toString))
                .contains(
                        "partition audit_events_2029_11 of audit_events",
                        "partition audit_events_2030_03 of audit_events")
                .doesNotContain("partition audit_events_2030_04 of audit_events");
    }

    private static String messageOf(CatalogCopy catalog) {
        return messageOf(catalog, catalog.proof());
    }

    private static String messageOf(CatalogCopy catalog, CatalogProof proof) {
        ProofFailedException failure = catchThrowableOfType(ProofFailedException.class, proof::verify);
        assertThat(failure).as("what the proof says").isNotNull();
        return String.valueOf(failure.getMessage()).replace(catalog.location(), "DIRECTORY");
    }
}
