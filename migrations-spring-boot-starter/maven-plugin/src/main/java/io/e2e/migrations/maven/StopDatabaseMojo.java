package io.e2e.migrations.maven;

import io.e2e.migrations.MigrationService;
import org.apache.maven.plugin.AbstractMojo;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;

/** Stops what start-database has started. Not needed where Maven ends with the build. */
@Mojo(name = "stop-database", defaultPhase = LifecyclePhase.PROCESS_SOURCES, threadSafe = true)
public final class StopDatabaseMojo extends AbstractMojo {

    @Override
    public void execute() {
        if (getPluginContext().remove(StartDatabaseMojo.RUNNING) instanceof MigrationService migrations) {
            migrations.close();
        }
    }
}
