package io.e2e.migrations.reset;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Sequences go on where the migrations left them, whether a table owns them, uses them, or neither. */
class SequenceResetTests extends OwnCatalog {

    private static final String NEXT =
            "SELECT nextval('orders_seq') UNION ALL SELECT nextval('bills_seq') UNION ALL SELECT nextval('used_seq')";

    @BeforeEach
    void writeCatalog() {
        this.catalog
                .write(
                        "001_orders.sql",
                        "-- creates: table orders, sequence orders_seq, bills_seq",
                        "CREATE SEQUENCE orders_seq INCREMENT 50; CREATE SEQUENCE bills_seq START 7; SELECT"
                                + " nextval('bills_seq'); CREATE TABLE orders (id int PRIMARY KEY);")
                .write(
                        "002_notes.sql",
                        "-- creates: table notes",
                        "CREATE SEQUENCE used_seq; CREATE TABLE notes (id int DEFAULT nextval('used_seq'));");
    }

    @Test
    void resetWhenNoTableOwnsASequenceRestoresIt() {
        migrate();
        List<String> first = this.database.query(NEXT);

        assertThat(reset().sequences()).containsExactly("bills_seq", "orders_seq", "used_seq");

        assertThat(this.database.query(NEXT)).isEqualTo(first).containsExactly("1", "8", "1");
    }

    @Test
    void resetWhenALaterMigrationMadeTheSequencesRestoresThem() {
        migrate();
        this.database.query(NEXT);
        this.catalog
                .write("003_more.sql", "-- creates: sequence more_seq", "CREATE SEQUENCE more_seq START 3;")
                .write(
                        "004_again.sql",
                        "-- drops: sequence bills_seq\n-- creates: sequence bills_seq",
                        "DROP SEQUENCE bills_seq; CREATE SEQUENCE bills_seq START 100;")
                .write("005_dropped.sql", "-- drops: sequence orders_seq", "DROP SEQUENCE orders_seq;")
                .write("006_replaced.sql", "-- creates: table orders_seq", "CREATE TABLE orders_seq (id int);");
        migrate();
        this.database.query("SELECT nextval('more_seq'), nextval('bills_seq')");

        assertThat(reset().sequences()).containsExactly("bills_seq", "more_seq", "used_seq");

        assertThat(this.database.query("SELECT nextval('more_seq') UNION ALL SELECT nextval('bills_seq')"))
                .containsExactly("3", "100");
    }

    @Test
    void resetWhenASequenceIsOfAnotherToolLeavesIt() {
        this.database.execute("CREATE SEQUENCE other_seq", "CREATE SEQUENCE found_seq");
        this.catalog.write(
                "900_found.sql",
                "-- creates: sequence found_seq\n-- repeatable: true",
                "CREATE SEQUENCE IF NOT EXISTS found_seq;");
        migrate();
        this.database.query("SELECT nextval('other_seq'), nextval('found_seq')");

        assertThat(reset().isEmpty()).isTrue();
    }
}
