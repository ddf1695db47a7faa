package io.e2e.migrations.maven;

import io.e2e.migrations.tool.catalog.Outcome;
import io.e2e.migrations.tool.catalog.ToolSettings;
import io.e2e.migrations.tool.describe.DescribeOperation;
import io.e2e.migrations.tool.describe.Placement;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/** Writes headers that say what each migration creates, alters, drops and needs, into the files or beside them. */
@Mojo(name = "describe", requiresProject = false, threadSafe = true)
public final class DescribeMojo extends CatalogMojo {

    /** Where the headers are written: into the files, beside them, or (auto) beside them if their tool may keep checksums. */
    @Parameter(property = "e2e.migrations.headers", defaultValue = "auto")
    private String headers = "auto";

    /** Whether nothing is written, and the build fails if anything would be. */
    @Parameter(property = "e2e.migrations.check", defaultValue = "false")
    private boolean check;

    @Override
    Outcome run(ToolSettings settings) {
        Placement placement = choice(Placement.class, "e2e.migrations.headers", this.headers);
        return this.check ? DescribeOperation.check(settings, placement) : DescribeOperation.write(settings, placement);
    }
}
