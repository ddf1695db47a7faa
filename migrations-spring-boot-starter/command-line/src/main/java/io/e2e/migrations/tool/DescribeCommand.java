package io.e2e.migrations.tool;

import io.e2e.migrations.tool.catalog.Outcome;
import io.e2e.migrations.tool.catalog.ToolSettings;
import io.e2e.migrations.tool.describe.DescribeOperation;
import io.e2e.migrations.tool.describe.Placement;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command {@code describe}. */
@Command(
        name = "describe",
        header = "Write headers that say what each migration does.",
        description = {
            "",
            "Applies the migrations on an embedded PostgreSQL, one by one, and writes what each of them creates, alters, drops"
                    + " and needs: into the files, or into e2e-migrations.headers beside them if their tool may keep checksums"
                    + " of its files. A second run changes nothing.",
            ""
        },
        footer = {"", "Example: e2e-migrations describe --locations=src/main/resources/db/migration --check"})
final class DescribeCommand extends CatalogCommand {

    @ArgGroup
    private Where where = new Where();

    @Option(names = "--check", description = "Write nothing, and end with 1 if anything would be written.")
    private boolean check;

    @Override
    Outcome run(ToolSettings settings) {
        return this.check
                ? DescribeOperation.check(settings, this.where.placement())
                : DescribeOperation.write(settings, this.where.placement());
    }

    /** One of two. */
    private static final class Where {

        @Option(names = "--into", description = "Write into the files, also if nobody knows whose they are.")
        private boolean into;

        @Option(names = "--beside", description = "Write beside the files, also if their tool keeps no checksums.")
        private boolean beside;

        Placement placement() {
            if (this.into) {
                return Placement.INTO;
            }
            return this.beside ? Placement.BESIDE : Placement.AUTO;
        }
    }
}
