package io.e2e.migrations.reset;

import io.e2e.migrations.catalog.Migration;
import io.e2e.migrations.session.HistoryTable;
import io.e2e.migrations.session.SchemaSnapshot;
import io.e2e.migrations.session.Sql;
import java.util.List;
import java.util.Map;

/**
 * The seed data of a run on a fresh database. Until the run ends, the row of each migration lists the tables and
 * sequences that it created as pending. If the process is killed, the next run records their seed data.
 */
record FreshSeedData(HistoryTable history, SchemaSnapshot before) implements SeedData {

    @Override
    public List<String> beforeSql(Migration migration) {
        return List.of();
    }

    @Override
    public List<String> afterSql(Migration migration, Map<String, String> inputs) {
        // What existed before a repeatable migration created it is not ours.
        List<String> created = SeedDataSql.names(migration.header().creates())
                .filter(name -> this.before.relation(name).isEmpty())
                .toList();
        String seedData = "json_build_object('pending', " + Sql.textArray(created) + ")";
        String insert = this.history.insertSql(migration, inputs, seedData);
        return migration.runsInTransaction() ? List.of(insert) : List.of(this.history.deleteSql(migration), insert);
    }

    @Override
    public List<String> endSql() {
        return SeedData.pendingSql(this.history);
    }
}
