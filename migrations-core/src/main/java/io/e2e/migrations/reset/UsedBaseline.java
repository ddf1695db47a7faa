package io.e2e.migrations.reset;

import io.e2e.migrations.catalog.Migration;
import io.e2e.migrations.schema.SchemaObject;
import io.e2e.migrations.session.HistoryTable;
import io.e2e.migrations.session.Sql;
import java.util.List;
import java.util.Map;

/**
 * Some tables hold other rows too, left by earlier tests. Those are recognised before a migration runs, and never taken
 * for the migration's own.
 */
record UsedBaseline(HistoryTable history) implements Baseline {

    /** The setting in which a migration's transaction keeps what the migration leaves, until its row is written. */
    static final String LEAVES = "e2e_migrations.leaves";

    @Override
    public List<String> beforeSql(Migration migration) {
        return List.of(complete(BaselineSql.LOOK, migration));
    }

    @Override
    public List<String> afterSql(Migration migration, Map<String, String> inputs) {
        return List.of(
                complete(BaselineSql.REMEMBER, migration),
                this.history.deleteSql(migration),
                this.history.insertSql(migration, inputs, "current_setting(" + Sql.literal(LEAVES) + ")::json"));
    }

    @Override
    public List<String> endSql() {
        return List.of();
    }

    private String complete(String block, Migration migration) {
        return BaselineSql.in(this.history, block)
                .replace(":file", Sql.literal(migration.file()))
                .replace(":creates", names(migration.header().creates()))
                .replace(":alters", names(migration.header().alters()))
                .replace(":drops", names(migration.header().drops()));
    }

    private static String names(List<SchemaObject> objects) {
        return Sql.textArray(BaselineSql.tables(objects).toList());
    }
}
