package io.e2e.migrations.reset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What migrations leave that ran later, or once more, on tables that tests had used meanwhile. */
class LaterMigrationTests extends OwnCatalog {

    private static final String REPEATABLE = "-- creates: table r\n-- repeatable: true";

    @BeforeEach
    void writeCatalog() {
        writeTwoTables();
    }

    @Test
    void aLaterMigrationOfCleanTablesIsPartOfWhatIsPutBack() {
        migrate();
        this.catalog.write(
                "003_c.sql",
                "-- alters: table a (note)",
                "ALTER TABLE a ADD COLUMN note text DEFAULT 'n'; INSERT INTO a (word) VALUES ('three');"
                        // Not named in the header: the rows of b are compared, not the header believed.
                        + " INSERT INTO b (word) VALUES ('seed');");
        migrate();
        this.database.execute("DELETE FROM a", "DELETE FROM b", "INSERT INTO a (word) VALUES ('x')");

        assertThat(reset().tables()).containsExactly("a", "b");

        assertThat(rows("a")).containsExactly("(1,one,n)", "(2,two,n)", "(3,three,n)");
        assertThat(rows("b")).containsExactly("(1,seed)");
        assertThat(this.database.query("SELECT nextval('a_id_seq')")).containsExactly("4");
    }

    @Test
    void rowsOfTestsAreNotTakenForThoseOfALaterMigration() {
        migrate();
        this.database.execute("UPDATE a SET word = 'x'", "INSERT INTO b (word) VALUES ('y'), ('z')");
        this.catalog
                .write("003_c.sql", "-- alters: table b (note)", "ALTER TABLE b ADD COLUMN note text;")
                .write("004_d.sql", "-- creates: table d", "CREATE TABLE d (id int); INSERT INTO d VALUES (4);");
        migrate();

        assertThat(reset().tables()).containsExactly("a", "b");

        assertThat(rows("a")).containsExactly("(1,one)", "(2,two)");
        assertThat(rows("b")).isEmpty();
        assertThat(rows("d")).containsExactly("(4)");
        assertThat(this.database.query("SELECT nextval('b_id_seq')")).containsExactly("1");
    }

    @Test
    void whereALaterMigrationChangedSeedsThatTestsHadChangedNobodyKnows() {
        migrate();
        this.database.execute("UPDATE a SET word = 'x'");
        this.catalog.write("003_c.sql", "-- alters: table a (word)", "UPDATE a SET word = upper(word);");
        migrate();

        UnknownRowsException failure = catchThrowableOfType(UnknownRowsException.class, this::reset);

        assertThat(failure.tables()).containsExactly("a");
        assertThat(failure).hasMessage("""
                        Cannot reset the shared database: the seed data of a is unknown, because a later migration changed\
                         the table while it contained rows of earlier tests, or because it had rows that no migration inserts\
                         when the database was adopted. Nothing was changed.
                        Action: Start once with an empty database. To apply new migrations to a database that you keep,\
                         reset its data first: @ResetData with phase AFTER_METHOD or AFTER_CLASS, or\
                         MigrationService.reset().""");
        assertThat(rows("a")).containsExactly("(1,X)", "(2,X)");
    }

    @Test
    void whereALaterMigrationSeedsATableThatTestsFilledNobodyKnows() {
        migrate();
        this.database.execute("INSERT INTO b (word) VALUES ('y')");
        this.catalog.write("003_c.sql", "-- alters: table b (word)", "INSERT INTO b (word) VALUES ('seed');");
        migrate();

        assertThatThrownBy(this::reset).isInstanceOf(UnknownRowsException.class);
    }

    @Test
    void whereALaterMigrationRenamesATableThatTestsFilledNobodyKnows() {
        migrate();
        this.database.execute("INSERT INTO b (word) VALUES ('y')");
        this.catalog.write("003_c.sql", "-- drops: table b\n-- creates: table c", "ALTER TABLE b RENAME TO c;");
        migrate();

        assertThatThrownBy(this::reset)
                .isInstanceOfSatisfying(
                        UnknownRowsException.class,
                        failure -> assertThat(failure.tables()).containsExactly("c"));
    }

    @Test
    void aTableThatALaterMigrationMakesAnewIsKnownAgain() {
        migrate();
        this.database.execute("UPDATE a SET word = 'x'");
        this.catalog.write(
                "003_c.sql", "-- drops: table a\n-- creates: table aa", "DROP TABLE a; CREATE TABLE aa (id int);");
        migrate();
        this.database.execute("INSERT INTO aa VALUES (1)");

        assertThat(reset().tables()).containsExactly("aa");
        assertThat(rows("aa")).isEmpty();
    }

    @Test
    void whatARepeatableMigrationLeavesIsKnownAfterItRanAgain() {
        String header = "-- alters: table a (word)\n-- repeatable: true";
        this.catalog.write("900_r.sql", header, "INSERT INTO a VALUES (10, 'r1') ON CONFLICT DO NOTHING;");
        migrate();
        this.catalog.write("900_r.sql", header, "UPDATE a SET word = 'r2' WHERE id = 10;");
        migrate();
        this.database.execute("DELETE FROM a");

        reset();

        assertThat(rows("a")).containsExactly("(1,one)", "(10,r2)", "(2,two)");
    }

    @Test
    void whatARepeatableMigrationMadeIsNotForgottenWhenItRunsAgain() {
        String up = writeRepeatable();
        migrate();
        this.catalog.write("900_r.sql", REPEATABLE, up + " SELECT 1;");
        migrate();
        this.database.execute("INSERT INTO r VALUES (2)");

        reset();

        assertThat(rows("r")).containsExactly("(1)");
    }

    @Test
    void whereARepeatableMigrationRanAgainOnRowsOfTestsNobodyKnows() {
        String up = writeRepeatable();
        migrate();
        this.database.execute("INSERT INTO r VALUES (2)");
        this.catalog.write("900_r.sql", REPEATABLE, up + " SELECT 1;");
        migrate();

        assertThatThrownBy(this::reset).isInstanceOf(UnknownRowsException.class);
    }

    private String writeRepeatable() {
        String up = "CREATE TABLE IF NOT EXISTS r (id int); INSERT INTO r SELECT 1 WHERE NOT EXISTS (SELECT FROM r);";
        this.catalog.write("900_r.sql", REPEATABLE, up);
        return up;
    }

    @Test
    void aTableThatARepeatableMigrationFoundIsNotOurs() {
        this.database.execute("CREATE TABLE r (id int)", "INSERT INTO r VALUES (1)");
        this.catalog.write(
                "900_r.sql", "-- creates: table r\n-- repeatable: true", "CREATE TABLE IF NOT EXISTS r (id int);");
        migrate();

        assertThat(reset().isEmpty()).isTrue();
        assertThat(rows("r")).containsExactly("(1)");
    }
}
