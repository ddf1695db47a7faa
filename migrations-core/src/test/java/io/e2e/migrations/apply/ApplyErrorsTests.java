package io.e2e.migrations.apply;

import static org.assertj.core.api.Assertions.assertThat;

import io.e2e.migrations.apply.MigrationReport.Outcome;
import io.e2e.migrations.apply.MigrationReport.Step;
import io.e2e.migrations.session.MissingRight;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Tests the whole message of each exception of a run. */
class ApplyErrorsTests {

    private static final MigrationReport REPORT = new MigrationReport(
            "a database",
            List.of(new Step(TestPlans.steps(1).get(0), Outcome.FAILED, Duration.ZERO)),
            List.of(),
            Set.of(),
            Set.of(),
            null);

    private final SQLException serverError =
            new SQLException("ERROR: column \"foo\" does not exist\n  Hint: Perhaps you meant \"food\".", "42703");

    @Test
    void failedStatementNamesFileLineStateMessageHintAndText() {
        FailedStatement statement =
                FailedStatement.of("013_audit_events.sql", 42, "CREATE INDEX i\n    ON t (foo)", this.serverError);
        assertThat(statement.position()).isEqualTo("013_audit_events.sql:42");
        assertThat(statement).hasToString("""
                013_audit_events.sql:42, SQLSTATE 42703: ERROR: column "foo" does not exist
                  Hint: Perhaps you meant "food".
                  statement:
                    CREATE INDEX i
                        ON t (foo)""");
    }

    @Test
    void failedStatementWhenLongIsCutInToStringOnly() {
        String sql = "SELECT '" + "x".repeat(1000) + "'";
        FailedStatement statement = FailedStatement.of("001_a.sql", 1, sql, this.serverError);
        assertThat(statement.toString()).endsWith("\n    SELECT '" + "x".repeat(392) + " …");
        assertThat(statement.sql()).isEqualTo(sql);
    }

    @Test
    void failedStatementWhenItJustFitsIsNotCut() {
        String sql = "SELECT '" + "x".repeat(391) + "'";
        assertThat(FailedStatement.of("001_a.sql", 1, sql, this.serverError).toString())
                .hasSizeGreaterThan(400)
                .endsWith(sql);
    }

    @Test
    void failedStatementWithoutStateAndMessageIsShown() {
        assertThat(FailedStatement.of("001_a.sql", 1, "SELECT 1", new SQLException()))
                .hasToString("001_a.sql:1, SQLSTATE unknown: null\n  statement:\n    SELECT 1");
    }

    @Test
    void migrationFailedSaysWhatToFixAndThatItWasRolledBack() {
        MigrationFailedException error = failed("42703");
        assertThat(error).hasMessage("""
                        Migration 'orders' failed: 001_orders.sql:7, SQLSTATE 42703: ERROR: no
                          statement:
                            SELECT 1
                        Migrations on a database
                          001 orders  requested: orders  FAILED
                        Action: Fix 001_orders.sql:7 and run again: this migration was rolled back, and those applied before \
                        it are not applied again.""").hasCause(this.serverError);
        assertThat(error.statement().line()).isEqualTo(7);
        assertThat(error.report()).isSameAs(REPORT);
    }

    @Test
    void missingRightsNamesRightsAndStatementsThatGrantThem() {
        List<MissingRight> rights = List.of(
                new MissingRight("CREATE on schema s", "GRANT CREATE ON SCHEMA s TO r"),
                new MissingRight("ownership of t, which role o has", "GRANT o TO r"));
        MissingRightsException error = missing(rights);
        assertThat(error).hasMessage("""
                        The role lacks a right for this statement: 001_orders.sql:7, SQLSTATE 42501: ERROR: no
                          statement:
                            SELECT 1
                        The role lacks:
                          - CREATE on schema s
                          - ownership of t, which role o has
                        Migrations on a database
                          001 orders  requested: orders  FAILED
                        Action: As a superuser, run this in the database, and then apply the migrations again:
                          GRANT CREATE ON SCHEMA s TO r;
                          GRANT o TO r;""").hasCause(this.serverError);
        assertThat(error.rights()).isEqualTo(rights);
        assertThat(error.statement().line()).isEqualTo(7);
        assertThat(error.report()).isSameAs(REPORT);
    }

    @Test
    void missingRightsWhenUnknownRefersToServersMessage() {
        assertThat(missing(List.of())).hasMessage("""
                        The role lacks a right for this statement: 001_orders.sql:7, SQLSTATE 42501: ERROR: no
                          statement:
                            SELECT 1
                        Migrations on a database
                          001 orders  requested: orders  FAILED
                        Action: Give the role the right that the server names, and run again.""");
    }

    @Test
    void migrationFailedWhenTableIsLockedSaysWhichTransactionToEnd() {
        assertThat(failed("55P03").remedy())
                .isEqualTo("Another session holds a lock on the table: end its transaction and run again, or raise"
                        + " e2e.migrations.lock-timeout.");
    }

    @Test
    void statementTimeoutNamesLimitAndProperty() {
        FailedStatement statement =
                new FailedStatement("001_orders.sql", 7, "SELECT pg_sleep(100)", "57014", "ERROR: canceling statement");
        StatementTimeoutException error = new StatementTimeoutException(
                statement, MigrationFailedException.ROLLED_BACK, Duration.ofSeconds(60), REPORT, this.serverError);
        assertThat(error).hasMessage("""
                A statement did not end within 60000 ms: 001_orders.sql:7, SQLSTATE 57014: ERROR: canceling statement
                  statement:
                    SELECT pg_sleep(100)
                Migrations on a database
                  001 orders  requested: orders  FAILED
                Action: Find out what the statement waits for, or raise e2e.migrations.statement-timeout, and run again: \
                this migration was rolled back.""");
        assertThat(error.statement()).isEqualTo(statement);
        assertThat(error.report()).isSameAs(REPORT);
    }

    private MissingRightsException missing(List<MissingRight> rights) {
        FailedStatement statement = new FailedStatement("001_orders.sql", 7, "SELECT 1", "42501", "ERROR: no");
        return new MissingRightsException(statement, rights, REPORT, this.serverError);
    }

    private MigrationFailedException failed(String sqlState) {
        FailedStatement statement = new FailedStatement("001_orders.sql", 7, "SELECT 1", sqlState, "ERROR: no");
        return new MigrationFailedException(
                "orders", statement, MigrationFailedException.ROLLED_BACK, REPORT, this.serverError);
    }
}
