package io.e2e.migrations.reset;

import io.e2e.migrations.catalog.Migration;
import io.e2e.migrations.session.HistoryTable;
import io.e2e.migrations.session.SchemaSnapshot;
import io.e2e.migrations.session.Sql;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The seed data of a run on a fresh database. Until the run ends, the row of each migration lists the tables and
 * sequences that it created as pending. If the process is killed, the next run records their seed data.
 */
record FreshSeedData(HistoryTable history, SchemaSnapshot before) implements SeedData {

    private static final Pattern SEQUENCE = Pattern.compile("\\bsequence\\b", Pattern.CASE_INSENSITIVE);

    @Override
    public List<String> beforeSql(Migration migration) {
        return notesSequences(migration)
                ? List.of(SeedDataSql.in(this.history, SeedDataSql.SEQUENCES_BEFORE))
                : List.of();
    }

    @Override
    public List<String> afterSql(Migration migration, Map<String, String> inputs) {
        // What existed before a repeatable migration created it is not ours.
        List<String> created = SeedDataSql.names(migration.header().creates())
                .filter(name -> this.before.relation(name).isEmpty())
                .toList();
        String names = Sql.textArray(created);
        if (!notesSequences(migration)) {
            String insert = insertSql(migration, inputs, names);
            return migration.runsInTransaction() ? List.of(insert) : List.of(this.history.deleteSql(migration), insert);
        }
        String sequences = SeedDataSql.in(this.history, SeedDataSql.SEQUENCES_CREATED);
        return List.of(Sql.CATALOG_PATH, insertSql(migration, inputs, names + " OPERATOR(pg_catalog.||) " + sequences));
    }

    /** A sequence that no table owns is recorded even if the header does not list it. */
    private static boolean notesSequences(Migration migration) {
        return migration.runsInTransaction() && migration.mentions(SEQUENCE);
    }

    private String insertSql(Migration migration, Map<String, String> inputs, String names) {
        return this.history.insertSql(migration, inputs, "pg_catalog.json_build_object('pending', " + names + ")");
    }

    @Override
    public List<String> endSql() {
        return SeedData.pendingSql(this.history);
    }
}
