package io.e2e.migrations.maven;

import io.e2e.migrations.tool.catalog.Outcome;
import io.e2e.migrations.tool.catalog.ToolSettings;
import io.e2e.migrations.tool.proof.ProofOperation;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;

/** Fails the build if a header is not true, or if a selection makes another table than all migrations. */
@Mojo(name = "proof", defaultPhase = LifecyclePhase.VERIFY, requiresProject = false, threadSafe = true)
public final class ProofMojo extends CatalogMojo {

    @Override
    Outcome run(ToolSettings settings) {
        return ProofOperation.run(settings);
    }
}
