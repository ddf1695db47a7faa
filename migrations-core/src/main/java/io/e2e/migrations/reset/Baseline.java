package io.e2e.migrations.reset;

import io.e2e.migrations.catalog.Migration;
import io.e2e.migrations.session.HistoryTable;
import io.e2e.migrations.session.SchemaSnapshot;
import java.util.List;
import java.util.Map;

/**
 * Remembers what migrations leave, so that {@link DataReset} can put it back: the rows of the tables that they made or
 * changed, and the state of their sequences. Its statements run in the migrations' own transactions, around what is the
 * migrations', and what they find goes into the history. Immutable.
 */
public sealed interface Baseline permits FreshBaseline, UsedBaseline {

    /**
     * For a run that began on an empty history: nobody but the run itself has written rows, so it is enough to look once,
     * at its end.
     *
     * @param history where it is remembered
     * @param before what the run found, of the names that its migrations use
     */
    static Baseline ofFreshDatabase(HistoryTable history, SchemaSnapshot before) {
        return new FreshBaseline(history, before);
    }

    /** For a run that found migrations applied: tests may have written rows since, so each migration is looked at. */
    static Baseline ofUsedDatabase(HistoryTable history) {
        return new UsedBaseline(history);
    }

    /** Remembers what a run on a fresh database has put off and did not live to do; does nothing otherwise. */
    static List<String> overdueSql(HistoryTable history) {
        return List.of(BaselineSql.in(history, BaselineSql.REMEMBER_ALL));
    }

    /** What to run before the statements of a migration. */
    List<String> beforeSql(Migration migration);

    /** What to run after the statements of a migration: in the end it has its row in the history. */
    List<String> afterSql(Migration migration, Map<String, String> inputs);

    /** What to run when the run ends: in the transaction of its last migration, or alone if it does not get that far. */
    List<String> endSql();
}
