package io.e2e.migrations.tool.catalog;

import io.e2e.migrations.config.MigrationOptions;
import io.e2e.migrations.proof.CatalogProof;
import io.e2e.migrations.proof.ProofFailedException;

/** Proves on a PostgreSQL that migrations do what their headers say, and that each selection makes what the whole makes. */
public final class ProofOperation {

    private ProofOperation() {}

    /** What was proven; a finding if anything is not so. */
    public static Outcome run(ToolSettings settings) {
        MigrationOptions options = settings.config().options();
        try {
            return Outcome.of(CatalogProof.of(options.locations().toArray(String[]::new))
                    .reading(options.catalog())
                    .inSchema(options.schema())
                    .on(settings.embedded())
                    .verify());
        } catch (ProofFailedException ex) {
            return Outcome.finding(ex.getMessage());
        }
    }
}
