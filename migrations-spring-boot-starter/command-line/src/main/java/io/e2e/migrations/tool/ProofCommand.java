package io.e2e.migrations.tool;

import io.e2e.migrations.tool.catalog.Outcome;
import io.e2e.migrations.tool.catalog.ToolSettings;
import io.e2e.migrations.tool.proof.ProofOperation;
import picocli.CommandLine.Command;

/** The command {@code proof}. */
@Command(
        name = "proof",
        header = "Prove that the migrations do what they say.",
        description = {
            "",
            "Applies the migrations on an embedded PostgreSQL, one by one, together and in selections, and reverts them. Ends"
                    + " with 1 and a list if a header is not true, or if a selection makes another table than the whole.",
            ""
        },
        footer = {"", "Example: e2e-migrations proof --locations=src/main/resources/db/my-migrations"})
final class ProofCommand extends CatalogCommand {

    @Override
    Outcome run(ToolSettings settings) {
        return ProofOperation.run(settings);
    }
}
