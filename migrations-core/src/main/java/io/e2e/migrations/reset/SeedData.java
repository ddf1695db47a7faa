package io.e2e.migrations.reset;

import io.e2e.migrations.catalog.Migration;
import io.e2e.migrations.session.DatabaseSession;
import io.e2e.migrations.session.HistoryTable;
import io.e2e.migrations.session.SchemaSnapshot;
import io.e2e.migrations.session.Sql;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * Records the seed data of migrations for {@link DataReset}: the rows of the tables that they created or changed, and
 * the state of their sequences. The statements run in the transactions of the migrations, before and after the
 * migrations' own statements, and write the seed data into the history. Immutable.
 */
public sealed interface SeedData permits FreshSeedData, UsedSeedData, RevertedSeedData {

    /**
     * The recording of a run on an empty history: only the run itself has written rows, so the seed data is recorded
     * once, at the end.
     *
     * @param history the history that the seed data is written to
     * @param before the objects that existed before the run, among those that its migrations create
     */
    static SeedData ofFreshDatabase(HistoryTable history, SchemaSnapshot before) {
        return new FreshSeedData(history, before);
    }

    /**
     * The recording of a run on a database with migrations: tests may have written rows, so each migration is compared.
     */
    static SeedData ofUsedDatabase(HistoryTable history) {
        return new UsedSeedData(history);
    }

    /** The recording of a revert: the statements run around a Down section, and delete the row of the migration. */
    static SeedData ofRevert(HistoryTable history) {
        return new RevertedSeedData(history);
    }

    /** Deletes the row of a migration, and moves the seed data that only this row has to another one. */
    static List<String> removeSql(HistoryTable history, String file) {
        return RevertedSeedData.removeSql(history, file);
    }

    /** Records in the newest row that the seed data of these tables is unknown. */
    static List<String> unknownSql(HistoryTable history, Collection<String> tables) {
        return List.of(SeedDataSql.in(history, RevertedSeedData.FORGET, Map.of("unknown", Sql.textArray(tables))));
    }

    /**
     * Reads which tables differ from their seed data, with their number of rows, into {@link DatabaseSession#KEPT_SETTING}:
     * a JSON object, the key {@code changed} of which has the tables.
     */
    static List<String> readChangesSql(HistoryTable history) {
        return List.of(
                SeedDataSql.in(history, SeedDataSql.READ_BEFORE, Map.of("creates", SeedDataSql.nameArray(List.of()))));
    }

    /** Records the seed data that an interrupted run on a fresh database left pending; otherwise does nothing. */
    static List<String> pendingSql(HistoryTable history) {
        return List.of(SeedDataSql.in(history, SeedDataSql.RECORD_ALL));
    }

    /** The statements to run before those of a migration. */
    List<String> beforeSql(Migration migration);

    /** The statements to run after those of a migration; the last one inserts its row into the history. */
    List<String> afterSql(Migration migration, Map<String, String> inputs);

    /** The statements that end a run: in the transaction of its last migration, or alone if the run fails before it. */
    List<String> endSql();
}
