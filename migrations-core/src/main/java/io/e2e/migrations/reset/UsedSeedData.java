package io.e2e.migrations.reset;

import io.e2e.migrations.catalog.Migration;
import io.e2e.migrations.session.HistoryTable;
import io.e2e.migrations.session.Sql;
import java.util.List;
import java.util.Map;

/**
 * The seed data of a run on a database that tests have used. Rows of earlier tests are read before a migration runs,
 * and are never recorded as its rows.
 */
record UsedSeedData(HistoryTable history) implements SeedData {

    /** The setting that keeps the seed data of a migration until its row is inserted. */
    static final String SETTING = "e2e_migrations.seed_data";

    @Override
    public List<String> beforeSql(Migration migration) {
        return List.of(complete(SeedDataSql.READ_BEFORE, migration));
    }

    @Override
    public List<String> afterSql(Migration migration, Map<String, String> inputs) {
        return List.of(
                complete(SeedDataSql.READ_AFTER, migration),
                this.history.deleteSql(migration),
                this.history.insertSql(
                        migration, inputs, "pg_catalog.current_setting(" + Sql.literal(SETTING) + ")::json"));
    }

    @Override
    public List<String> endSql() {
        return List.of();
    }

    private String complete(String block, Migration migration) {
        return SeedDataSql.in(
                this.history,
                block,
                Map.of(
                        "file", Sql.literal(migration.file()),
                        "creates", SeedDataSql.nameArray(migration.header().creates()),
                        "alters", SeedDataSql.nameArray(migration.header().alters()),
                        "drops", SeedDataSql.nameArray(migration.header().drops())));
    }
}
