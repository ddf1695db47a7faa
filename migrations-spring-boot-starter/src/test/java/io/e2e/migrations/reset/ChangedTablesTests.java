package io.e2e.migrations.reset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a test did to tables themselves is named, or does not matter to a reset. */
class ChangedTablesTests extends OwnCatalog {

    @BeforeEach
    void migrateTables() {
        this.catalog.write("001_a.sql", "-- creates: table a, p, partition p1 of p\n-- creates: view shown", """
                CREATE TABLE a (id serial PRIMARY KEY, word text, twice int GENERATED ALWAYS AS (1 + 1) STORED);
                INSERT INTO a (word) VALUES ('one'), ('two');
                CREATE TABLE p (id int) PARTITION BY LIST (id);
                CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1);
                CREATE SEQUENCE alone START 7;
                CREATE MATERIALIZED VIEW shown AS SELECT word FROM a;""");
        migrate();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            DROP TABLE p                                                    | p: is missing
            ALTER TABLE p RENAME TO q                                       | p: is missing
            CREATE SCHEMA app; ALTER TABLE p SET SCHEMA app                 | p: is missing
            ALTER TABLE p RENAME TO q; CREATE VIEW p AS SELECT id FROM q    | p: is now a view, not a partitioned table
            ALTER TABLE p DETACH PARTITION p1                               | p: partition p1 is missing
            ALTER TABLE a SET UNLOGGED                                      | a: UNLOGGED is new
            ALTER TABLE a ADD more int                                      | a: column more integer is new
            ALTER TABLE a DROP twice                                        | a: column twice integer GENERATED is missing
            ALTER TABLE a RENAME twice TO "Twice"                           | a: column twice integer GENERATED is missing; column "Twice" integer GENERATED is new
            ALTER TABLE a ALTER id TYPE bigint                              | a: column id integer is missing; column id bigint is new
            ALTER TABLE a DROP word CASCADE; ALTER TABLE a ADD word text    | a: columns are in another order
            DROP SEQUENCE alone                                             | alone: is missing
            ALTER SEQUENCE alone INCREMENT 5                                | alone: bigint INCREMENT 1 MINVALUE 1 MAXVALUE 9223372036854775807 is missing; bigint INCREMENT 5 MINVALUE 1 MAXVALUE 9223372036854775807 is new
            """)
    void resetWhenTestChangedTheTableItselfNamesTheChange(String sql, String change) {
        this.database.execute(sql.split("; "));

        ChangedTablesException failure = catchThrowableOfType(ChangedTablesException.class, this::reset);

        assertThat(failure.changes()).contains(change);
    }

    @Test
    void resetWhenTestChangedTheTableItselfSaysWhatToDo() {
        this.database.execute("ALTER TABLE a ADD more int", "INSERT INTO a (word) VALUES ('x')");
        List<String> rows = rows("a");

        assertThatThrownBy(this::reset)
                .isInstanceOf(ChangedTablesException.class)
                .hasMessage("""
                        Cannot reset the shared database: these are not as they were when their data was recorded:
                          a: column more integer is new
                        Nothing was changed.
                        Action: Undo in the test what it changed, or give such a test a database of its own\
                         (e2e.migrations.isolation=method). Repair this database by hand, or start with an empty one.""");
        assertThat(rows("a")).isEqualTo(rows);
    }

    @Test
    void resetWhenLaterMigrationChangesTablesKnowsThemAgain() {
        this.catalog
                .write("002_more.sql", "-- alters: table a (more)", "ALTER TABLE a ADD more int DEFAULT 5;")
                .write("003_p.sql", "-- drops: table p", "DROP TABLE p; DROP SEQUENCE alone; CREATE SEQUENCE other;");
        migrate();
        List<String> migrated = rows("a");
        this.database.execute("UPDATE a SET more = 6", "SELECT nextval('other')");

        assertThat(reset().sequences()).containsExactly("other");
        assertThat(rows("a")).isEqualTo(migrated);
    }

    @Test
    void resetWhenTestChangedTheTableBeforeALaterMigrationStillNamesTheChange() {
        this.database.execute("ALTER TABLE a ADD more int", "DROP SEQUENCE alone");
        this.catalog.write("002_b.sql", "-- creates: table b", "CREATE TABLE b (id int);");
        migrate();

        ChangedTablesException failure = catchThrowableOfType(ChangedTablesException.class, this::reset);

        assertThat(failure.changes()).containsExactlyInAnyOrder("a: column more integer is new", "alone: is missing");
    }

    @Test
    void resetWhenNoHeaderNamesTheSequenceRestoresIt() {
        this.database.query("SELECT nextval('alone')");

        assertThat(reset().sequences()).containsExactly("alone");
        assertThat(this.database.query("SELECT nextval('alone')")).containsExactly("7");
    }

    @Test
    void resetWhenMaterializedViewShowsChangedRowsRefreshesIt() {
        this.database.execute("UPDATE a SET word = 'x'", "REFRESH MATERIALIZED VIEW shown");

        assertThat(reset().tables()).containsExactly("a", "shown");
        assertThat(this.database.query("SELECT word FROM shown ORDER BY 1")).containsExactly("one", "two");
    }

    @Test
    void resetWhenTestAddedPartitionsChildrenAndKeysKeepsThem() {
        this.database.execute(
                "CREATE TABLE p2 PARTITION OF p FOR VALUES IN (2)",
                "CREATE TABLE child () INHERITS (a)",
                "INSERT INTO child (word) VALUES ('mine')",
                "CREATE TABLE own (a int REFERENCES a)",
                "INSERT INTO p VALUES (2)",
                "INSERT INTO a (word) SELECT repeat('x', 1000) FROM generate_series(1, 9000)");

        assertThat(reset().tables()).containsExactly("a", "p", "shown");
        assertThat(this.database.query("SELECT word FROM child")).containsExactly("mine");
        assertThat(this.database.query("SELECT word FROM ONLY a ORDER BY id")).containsExactly("one", "two");
    }
}
