package io.e2e.migrations.maven;

import io.e2e.migrations.tool.catalog.Outcome;
import io.e2e.migrations.tool.catalog.Password;
import io.e2e.migrations.tool.catalog.StatusOperation;
import io.e2e.migrations.tool.catalog.ToolSettings;
import java.io.File;
import java.util.List;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/**
 * Prints which migrations are applied to a database, and fails if one is pending, changed, missing or interrupted. Changes
 * nothing there. The password is in a file or in the environment variable E2E_MIGRATIONS_POSTGRES_PASSWORD.
 */
@Mojo(name = "status", requiresProject = false, threadSafe = true)
public final class StatusMojo extends CatalogMojo {

    /** Tables, views, sequences, types, migrations, groups or patterns. Everything if not set. */
    @Parameter(property = "e2e.migrations.tables")
    private List<String> tables = List.of();

    /** JDBC URL of the database, without a password. */
    @Parameter(property = "e2e.migrations.url", required = true)
    private String url = "";

    /** File whose first line is the password. */
    @Parameter(property = "e2e.migrations.postgres-password-file")
    private @Nullable File passwordFile;

    /** Hosts that may be asked beside this machine, by name or pattern. */
    @Parameter(property = "e2e.migrations.allowed-hosts")
    private List<String> allowedHosts = List.of();

    @Override
    List<String> tables() {
        return this.tables;
    }

    @Override
    Outcome run(ToolSettings settings) {
        Password password =
                new Password(null, this.passwordFile == null ? null : this.passwordFile.toPath(), Password.VARIABLE);
        return StatusOperation.run(settings, this.url, password, this.allowedHosts);
    }
}
