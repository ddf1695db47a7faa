package io.e2e.migrations.reset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Rows that the role cannot see are neither deleted nor missed. */
class HiddenRowsTests extends OwnCatalog {

    @BeforeEach
    void migrateTables() {
        this.catalog.write(
                "001_a.sql",
                "-- creates: table a",
                "CREATE TABLE a (id int PRIMARY KEY, word text); INSERT INTO a VALUES (1, 'one');");
        migrate();
        this.database.execute("CREATE TABLE own (a int CONSTRAINT own_a REFERENCES a ON DELETE CASCADE)");
        this.database.execute("INSERT INTO own VALUES (1)", "UPDATE a SET word = 'x'");
    }

    @Test
    void resetWhenRowSecurityHidesRowsThatReferenceOursRefuses() {
        this.database.execute("ALTER TABLE own ENABLE ROW LEVEL SECURITY", "ALTER TABLE own FORCE ROW LEVEL SECURITY");

        assertThatThrownBy(this::reset).isInstanceOf(HiddenRowsException.class).hasMessage("""
                        Cannot reset the shared database: the role may not see all rows of these tables:
                          own (own_a): row security
                        Nothing was changed.
                        Action: Where it is row security, let a superuser run ALTER ROLE ... BYPASSRLS for the role, or take\
                         FORCE ROW LEVEL SECURITY off the table; where it is a right, GRANT SELECT on the table, and USAGE on\
                         its schema, to the role. Or give each test a database of its own (e2e.migrations.isolation=method).""");
        this.database.execute("ALTER TABLE own NO FORCE ROW LEVEL SECURITY");
        assertThat(rows("own")).containsExactly("(1)");
    }

    @Test
    void resetWhenRoleMayNotReadRowsThatReferenceOursRefuses() {
        this.database.execute("REVOKE SELECT ON own FROM CURRENT_USER");

        HiddenRowsException failure = catchThrowableOfType(HiddenRowsException.class, this::reset);

        assertThat(failure.tables()).containsExactly("own (own_a): no right to read it");
    }

    @Test
    void resetWhenRowSecurityHidesRowsOfOursRefuses() {
        this.database.execute("ALTER TABLE a ENABLE ROW LEVEL SECURITY", "ALTER TABLE a FORCE ROW LEVEL SECURITY");

        HiddenRowsException failure = catchThrowableOfType(HiddenRowsException.class, this::reset);

        assertThat(failure.tables()).containsExactly("a: row security");
    }

    @Test
    void resetWhenMigrationForcesRowSecurityRefusesRatherThanDeletingSeeds() {
        this.catalog.write(
                "002_b.sql",
                "-- creates: table b",
                "CREATE TABLE b (id int); INSERT INTO b VALUES (1); ALTER TABLE b ENABLE ROW LEVEL SECURITY;"
                        + " ALTER TABLE b FORCE ROW LEVEL SECURITY;");
        migrate();

        HiddenRowsException failure = catchThrowableOfType(HiddenRowsException.class, this::reset);

        assertThat(failure.tables()).containsExactly("b: row security");
        this.database.execute("ALTER TABLE b NO FORCE ROW LEVEL SECURITY");
        assertThat(rows("b")).containsExactly("(1)");
    }
}
