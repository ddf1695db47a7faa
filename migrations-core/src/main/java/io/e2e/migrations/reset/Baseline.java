package io.e2e.migrations.reset;

import io.e2e.migrations.catalog.Migration;
import io.e2e.migrations.schema.ObjectKind;
import io.e2e.migrations.schema.SchemaObject;
import io.e2e.migrations.session.HistoryTable;
import io.e2e.migrations.session.Sql;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Remembers what each migration leaves, so that {@link DataReset} can put it back: the rows of the tables that it made or
 * changed, and the state of their sequences. Its statements run in the migration's own transaction, around the
 * migration's, and what they find goes into the migration's row of the history. Immutable.
 *
 * <p>On a used database some tables hold other rows too, left by earlier tests. Those are recognised before the migration
 * runs, and never taken for the migration's own.
 */
public final class Baseline {

    private final HistoryTable history;
    private final boolean used;

    private Baseline(HistoryTable history, boolean used) {
        this.history = Objects.requireNonNull(history, "history");
        this.used = used;
    }

    /** For a run that began on an empty history: nobody but the run itself has written rows. */
    public static Baseline ofFreshDatabase(HistoryTable history) {
        return new Baseline(history, false);
    }

    /** For a run that found migrations applied: tests may have written rows since. */
    public static Baseline ofUsedDatabase(HistoryTable history) {
        return new Baseline(history, true);
    }

    /** What to run before the statements of a migration. */
    public List<String> beforeSql(Migration migration) {
        boolean mayFindItsTables = migration.header().repeatable()
                && tables(migration.header().creates()).findAny().isPresent();
        return this.used || mayFindItsTables ? List.of(complete(BaselineSql.LOOK, migration)) : List.of();
    }

    /** What to run after the statements of a migration and before its row in the history. */
    public List<String> afterSql(Migration migration) {
        return List.of(complete(BaselineSql.REMEMBER, migration));
    }

    /** All statements before a migration's names are filled in: when they change, runs leave something else. */
    public List<String> texts() {
        return List.of(
                BaselineSql.in(this.history, BaselineSql.LOOK), BaselineSql.in(this.history, BaselineSql.REMEMBER));
    }

    private String complete(String block, Migration migration) {
        return BaselineSql.in(this.history, block)
                .replace(":file", Sql.literal(migration.file()))
                .replace(":creates", names(migration.header().creates()))
                .replace(":alters", names(migration.header().alters()))
                .replace(":drops", names(migration.header().drops()));
    }

    private static String names(List<SchemaObject> objects) {
        return Sql.textArray(tables(objects).map(SchemaObject::name).toList());
    }

    private static Stream<SchemaObject> tables(List<SchemaObject> objects) {
        return objects.stream().filter(object -> object.kind() == ObjectKind.TABLE);
    }
}
