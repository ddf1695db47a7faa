package io.e2e.migrations.tool.proof;

import io.e2e.migrations.MigrationService;
import io.e2e.migrations.catalog.MigrationCatalog;
import io.e2e.migrations.config.MigrationOptions;
import io.e2e.migrations.inspect.DescribedObject;
import io.e2e.migrations.plan.PlannedMigration;
import io.e2e.migrations.plan.Reason;
import io.e2e.migrations.proof.CatalogProof;
import io.e2e.migrations.proof.ProofFailedException;
import io.e2e.migrations.tool.catalog.Outcome;
import io.e2e.migrations.tool.catalog.ToolSettings;
import io.e2e.migrations.tool.schema.SchemaOperation;
import java.util.ArrayList;
import java.util.List;

/**
 * Proves on a PostgreSQL what is said of migrations: by their headers, or, if they have none, by what a replay has found out.
 */
public final class ProofOperation {

    private ProofOperation() {}

    /** What was proven; a finding if anything is not so. */
    public static Outcome run(ToolSettings settings) {
        MigrationCatalog catalog = settings.catalog();
        boolean hasHeaders = catalog.hasFacts()
                || catalog.described().isPresent()
                || !catalog.undescribed().isEmpty();
        return hasHeaders ? headers(settings) : selections(settings, catalog);
    }

    private static Outcome headers(ToolSettings settings) {
        MigrationOptions options = settings.config().options();
        try {
            return Outcome.of(CatalogProof.of(options.locations().toArray(String[]::new))
                    .reading(options.catalog())
                    .inSchema(options.schema())
                    .on(settings.embedded())
                    .verify());
        } catch (ProofFailedException ex) {
            return Outcome.finding(ex.problem() + "\nAction: " + ex.remedy());
        }
    }

    /** Each table and view alone; a selection that is not enough becomes the whole catalog, which says why. */
    private static Outcome selections(ToolSettings settings, MigrationCatalog catalog) {
        List<String> names = names(settings);
        List<String> wide = new ArrayList<>();
        try (MigrationService migrations = settings.open()) {
            for (String name : names) {
                migrations.plan(settings.config().withTables(name)).steps().stream()
                        .map(PlannedMigration::reason)
                        .filter(Reason.Widened.class::isInstance)
                        .findFirst()
                        .ifPresent(reason -> wide.add(name + ": " + ((Reason.Widened) reason).because()));
            }
        }
        int migrations = catalog.migrations().size();
        if (wide.isEmpty()) {
            return Outcome.of("proven: " + migrations + " migrations are applied to an empty database, and each of "
                    + names.size() + " tables and views gets from its own migrations what all of them make");
        }
        return Outcome.finding("Of " + names.size() + " tables and views, " + wide.size()
                + " do not get from their own migrations what all " + migrations + " make:\n  - "
                + String.join("\n  - ", wide)
                + "\nAction: Nothing has to be done for tests, which get all migrations if they select one of these.");
    }

    private static List<String> names(ToolSettings settings) {
        String home = settings.config().options().schema();
        return SchemaOperation.describe(settings).entrySet().stream()
                .flatMap(schema -> schema.getValue().objects().stream()
                        .filter(object -> object.kind().hasColumns() && object.table() == null)
                        .map(DescribedObject::name)
                        .map(name -> schema.getKey().equals(home) ? name : schema.getKey() + "." + name))
                .toList();
    }
}
