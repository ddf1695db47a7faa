package io.e2e.migrations.apply;

import io.e2e.migrations.catalog.Migration;
import io.e2e.migrations.config.CatalogOptions;
import io.e2e.migrations.config.Sha256;
import io.e2e.migrations.plan.MigrationPlan;
import io.e2e.migrations.plan.PendingFinder;
import io.e2e.migrations.reset.SeedData;
import io.e2e.migrations.session.HistoryTable;
import io.e2e.migrations.session.SchemaSnapshot;
import java.util.ArrayList;
import java.util.List;

/**
 * Identifies what a run leaves in an empty database: a checksum of the files, of the values of their inputs, and of our
 * own statements around them.
 */
final class RunFingerprint {

    /** To be raised when runs work in another way that neither these statements nor the history's format show. */
    private static final String LAYOUT = "2";

    private RunFingerprint() {}

    static String of(MigrationPlan plan, PendingFinder values, HistoryTable history, CatalogOptions options) {
        List<String> texts = new ArrayList<>(List.of(LAYOUT, options.text()));
        texts.addAll(history.createSql());
        SeedData seedData = SeedData.ofFreshDatabase(history, new SchemaSnapshot(List.of()));
        for (Migration migration : plan.migrations()) {
            texts.addAll(MigrationBatch.extensionsSql(migration));
            // A file's own text does not always say it.
            texts.add(String.valueOf(migration.runsInTransaction()));
            // The row in the history: version, name, file, checksum and values; and the tables that the header creates.
            texts.addAll(seedData.afterSql(migration, values.inputsOf(migration)));
        }
        texts.addAll(seedData.endSql());
        // No text contains the separator, so that different lists never form the same text.
        return Sha256.hex(String.join("\0", texts));
    }
}
