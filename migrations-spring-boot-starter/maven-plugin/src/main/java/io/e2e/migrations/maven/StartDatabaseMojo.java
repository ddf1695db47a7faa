package io.e2e.migrations.maven;

import io.e2e.migrations.MigrationService;
import io.e2e.migrations.database.DatabaseAddress;
import io.e2e.migrations.tool.catalog.Outcome;
import io.e2e.migrations.tool.catalog.ToolSettings;
import java.util.List;
import java.util.Properties;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/**
 * Makes a database with what the migrations make, for plugins that read one, such as jOOQ's generator. Its address is in the
 * project's properties e2e.migrations.url, e2e.migrations.user and e2e.migrations.password. It is there until the goal
 * stop-database, or until Maven ends.
 */
@Mojo(name = "start-database", defaultPhase = LifecyclePhase.GENERATE_SOURCES, threadSafe = true)
public final class StartDatabaseMojo extends CatalogMojo {

    static final String RUNNING = "io.e2e.migrations.running";

    /** Tables, views, sequences, types, migrations, groups or patterns. Everything if not set. */
    @Parameter(property = "e2e.migrations.tables")
    private List<String> tables = List.of();

    @Parameter(defaultValue = "${project.properties}", readonly = true, required = true)
    @SuppressWarnings("NullAway.Init") // Maven sets it.
    private Properties properties;

    @Override
    List<String> tables() {
        return this.tables;
    }

    @Override
    @SuppressWarnings("unchecked") // As AbstractMojo declares it.
    Outcome run(ToolSettings settings) {
        MigrationService migrations = settings.open();
        migrations.applyMigrations();
        DatabaseAddress address = migrations.database().address().orElseThrow();
        this.properties.setProperty("e2e.migrations.url", address.jdbcUrl());
        this.properties.setProperty("e2e.migrations.user", address.user());
        this.properties.setProperty(
                "e2e.migrations.password", address.password().value());
        getPluginContext().put(RUNNING, migrations);
        return Outcome.of("The database is at " + address.plainUrl());
    }
}
