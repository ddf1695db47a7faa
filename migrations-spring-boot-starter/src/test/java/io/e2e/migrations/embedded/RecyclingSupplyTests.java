package io.e2e.migrations.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import io.e2e.migrations.MigrationConfig;
import io.e2e.migrations.database.DatabaseSupply;
import io.e2e.migrations.database.TargetDatabase;
import io.e2e.migrations.testing.TestDatabases;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What becomes of the used databases of a supply. */
class RecyclingSupplyTests {

    private final DatabaseSupply supply = TestDatabases.access().supply(MigrationConfig.defaults(), null);

    /** A table, its TOAST table and the indexes of both are four. */
    static String manyTables(int number) {
        return """
                DO $$ BEGIN
                    FOR number IN 1 .. %d LOOP
                        EXECUTE format('CREATE TABLE t%%s (id int PRIMARY KEY, note text)', number);
                    END LOOP;
                END $$""".formatted(number);
    }

    @AfterEach
    void theSupplyIsClosed() {
        this.supply.close();
    }

    private void adoptTables(int number) throws SQLException {
        TargetDatabase first = this.supply.next();
        ask(first, manyTables(number) + "; SELECT 1");
        this.supply.adopt(first);
        this.supply.next().close();
        this.supply.next().close();
    }

    private static String ask(TargetDatabase database, String sql) throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            boolean rows = statement.execute(sql);
            while (!rows) {
                rows = statement.getMoreResults();
            }
            try (ResultSet answer = statement.getResultSet()) {
                answer.next();
                return answer.getString(1);
            }
        }
    }

    private static boolean exists(String name) throws SQLException {
        try (TargetDatabase other = TestDatabases.create()) {
            return ask(other, "SELECT count(*) FROM pg_database WHERE datname = '" + name + "'")
                    .equals("1");
        }
    }

    private static String name(TargetDatabase database) {
        return database.address().orElseThrow().database();
    }

    @Test
    void oneOfManyTablesIsHandedOutAgain() throws SQLException {
        adoptTables(Recycling.WORTHWHILE / 4);
        TargetDatabase used = this.supply.next();
        String written = ask(used, "INSERT INTO t1 VALUES (1, 'x') RETURNING tableoid");

        TargetDatabase again = this.supply.recycle(used).orElseThrow();

        assertThat(name(again)).isNotEqualTo(name(used));
        assertThat(again.description()).endsWith("/" + name(again));
        assertThat(ask(again, "SELECT count(*) || ' ' || 't1'::regclass::oid FROM t1"))
                .isEqualTo("0 " + written);
        used.close();
        assertThat(exists(name(again))).isTrue();
        again.close();
        assertThat(exists(name(again))).isFalse();
    }

    @Test
    void oneOfFewTablesIsNot() throws SQLException {
        adoptTables(Recycling.WORTHWHILE / 4 - 1);
        TargetDatabase used = this.supply.next();

        assertThat(this.supply.recycle(used)).isEmpty();
        assertThat(ask(used, "SELECT current_database()")).isEqualTo(name(used));
    }

    @Test
    void oneThatIsRefusedAfterItWasRenamedIsDroppedAsEver() throws SQLException {
        adoptTables(Recycling.WORTHWHILE / 4);
        TargetDatabase used = this.supply.next();
        String oid = ask(used, "SELECT oid FROM pg_database WHERE datname = current_database()");
        ask(used, "CREATE TABLE more (id int); SELECT 1");

        assertThat(this.supply.recycle(used)).isEmpty();
        used.close();

        try (TargetDatabase other = TestDatabases.create()) {
            assertThat(ask(other, "SELECT count(*) FROM pg_database WHERE oid = " + oid))
                    .isEqualTo("0");
        }
    }

    @Test
    void oneThatIsKeptForPeopleIsLeftAlone() throws SQLException {
        adoptTables(Recycling.WORTHWHILE / 4);
        TargetDatabase used = this.supply.next();
        this.supply.keep(used, "a test failed");

        assertThat(this.supply.recycle(used)).isEmpty();
        assertThat(exists(name(used))).isTrue();
    }

    @Test
    void beforeTheContextIsReadyThereIsNothingToCompareWith() {
        assertThat(this.supply.recycle(this.supply.next())).isEmpty();
    }
}
