package io.e2e.migrations.reset;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests the texts of a reset's report and exceptions; resetting is tested with a real server. */
class ResetTextsTests {

    @Test
    void reportIsOneLine() {
        assertThat(report(List.of("audit_events", "workflows"), List.of("a_id_seq")))
                .hasToString("reset of a database in 7 ms: tables audit_events, workflows; sequences a_id_seq");
        assertThat(report(List.of("audit_events"), List.of()))
                .hasToString("reset of a database in 7 ms: tables audit_events");
        assertThat(report(List.of(), List.of("a_id_seq")))
                .hasToString("reset of a database in 7 ms: sequences a_id_seq");
    }

    @Test
    void reportWhenNothingChangedSaysSo() {
        ResetReport report = report(List.of(), List.of());
        assertThat(report.isEmpty()).isTrue();
        assertThat(report).hasToString("reset of a database in 7 ms: nothing had changed");
        assertThat(report(List.of("a"), List.of()).isEmpty()).isFalse();
        assertThat(report(List.of(), List.of("s")).isEmpty()).isFalse();
    }

    @Test
    void nothingMigratedSaysToApplyFirst() {
        assertThat(NothingMigratedException.of("a database")).hasMessage("""
                Cannot reset a database: no migration was applied to it, so it has no tables of these migrations. Nothing \
                was changed.
                Action: Apply the migrations first (e2e.migrations.apply=startup, or \
                MigrationService.applyMigrations()), and check that e2e.migrations.schema names the migrated schema.""");
    }

    @Test
    void unfinishedRunSaysToApplyOnceMore() {
        assertThat(UnfinishedRunException.first("a database")).hasMessage("""
                Cannot reset a database: the run that first applied migrations to it was interrupted before it \
                recorded their seed data. Nothing was changed.
                Action: Apply the migrations once more, before any test uses the database \
                (e2e.migrations.apply=startup, or MigrationService.applyMigrations()): that completes the run. If tests \
                have used it, start with an empty database.""");
    }

    @Test
    void referencedRowsNamesReferences() {
        List<String> references = List.of("notes (notes_event_fkey)", "tags (tags_event_fkey)");
        ReferencedRowsException error = new ReferencedRowsException("a database", references);
        assertThat(error).hasMessage("""
                Cannot reset a database: tables that these migrations did not create contain rows that reference tables to \
                reset:
                  notes (notes_event_fkey)
                  tags (tags_event_fkey)
                Nothing was changed.
                Action: Delete those rows before the reset, where the test ends (@AfterEach, or @Sql with executionPhase \
                = AFTER_TEST_METHOD): a reset touches only what the migrations created.""");
        assertThat(error.references()).isEqualTo(references);
    }

    @Test
    void unknownRowsNamesTables() {
        UnknownRowsException error = new UnknownRowsException("a database", List.of("a", "b"));
        assertThat(error).hasMessage("""
                Cannot reset a database: the seed data of a, b is unknown, because a later migration changed the table \
                while it contained rows of earlier tests, or because it had rows that no migration inserts when the database \
                was adopted. Nothing was changed.
                Action: Start once with an empty database. To apply new migrations to a database that you keep, reset its \
                data first: @ResetData with phase AFTER_METHOD or AFTER_CLASS, or MigrationService.reset().""");
        assertThat(error.tables()).containsExactly("a", "b");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            55P03 | Another session locks rows or tables. Look for an open transaction of a test or of a thread that a test started; or raise e2e.migrations.lock-timeout.
            57014 | Find out what the statement waited for, or raise e2e.migrations.statement-timeout.
            42501 | Reset as the role that applied the migrations, which owns the tables (e2e.migrations.postgres-user).
            XX000 | If a test changed tables or sequences themselves, undo that in the test, or give each test a database of its own (e2e.migrations.isolation=method); otherwise fix what the server names.
            """)
    void resetFailedSaysWhatToDo(String state, String remedy) {
        SQLException cause = new SQLException("ERROR: no", state);
        ResetFailedException error = new ResetFailedException("a database", cause);
        assertThat(error)
                .hasMessage("Cannot reset a database: ERROR: no (SQLSTATE " + state
                        + "). Nothing was changed.\nAction: " + remedy)
                .hasCause(cause);
        assertThat(error.sqlState()).isEqualTo(state);
    }

    private static ResetReport report(List<String> tables, List<String> sequences) {
        return new ResetReport("a database", tables, sequences, Duration.ofMillis(7));
    }
}
