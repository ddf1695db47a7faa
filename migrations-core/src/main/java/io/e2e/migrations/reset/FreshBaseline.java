package io.e2e.migrations.reset;

import io.e2e.migrations.catalog.Migration;
import io.e2e.migrations.session.HistoryTable;
import io.e2e.migrations.session.SchemaSnapshot;
import io.e2e.migrations.session.Sql;
import java.util.List;
import java.util.Map;

/**
 * Until the run ends, the row of a migration says which tables it made, and that what is in them is still to be
 * remembered. If the process is killed, whoever migrates next knows what is left to do.
 */
record FreshBaseline(HistoryTable history, SchemaSnapshot before) implements Baseline {

    @Override
    public List<String> beforeSql(Migration migration) {
        return List.of();
    }

    @Override
    public List<String> afterSql(Migration migration, Map<String, String> inputs) {
        // Only a repeatable migration may find a table that it says it creates, and then it is not ours.
        List<String> made = BaselineSql.tables(migration.header().creates())
                .filter(name -> this.before.relation(name).isEmpty())
                .toList();
        String leaves = "json_build_object('later', " + Sql.textArray(made) + ")";
        return List.of(this.history.insertSql(migration, inputs, leaves));
    }

    @Override
    public List<String> endSql() {
        return Baseline.overdueSql(this.history);
    }
}
