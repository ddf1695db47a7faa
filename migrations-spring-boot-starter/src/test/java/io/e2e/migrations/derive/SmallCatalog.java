package io.e2e.migrations.derive;

import io.e2e.migrations.catalog.Migration;
import io.e2e.migrations.catalog.MigrationCatalog;
import io.e2e.migrations.config.CatalogOptions;
import io.e2e.migrations.config.MigrationFormat;
import io.e2e.migrations.config.MigrationOptions;
import io.e2e.migrations.database.DatabaseRequest;
import io.e2e.migrations.database.TargetDatabase;
import io.e2e.migrations.dialect.CatalogSource;
import io.e2e.migrations.embedded.EmbeddedAccess;
import io.e2e.migrations.embedded.EmbeddedSettings;
import io.e2e.migrations.embedded.ServerSettings;
import io.e2e.migrations.plan.MigrationPlanner;
import io.e2e.migrations.provision.DatabaseProvisioner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/** Catalogs without headers, replayed in databases of one server. */
final class SmallCatalog implements AutoCloseable {

    private final DatabaseProvisioner databases = EmbeddedAccess.with(EmbeddedSettings.defaults()
                    .withServer(ServerSettings.defaults().withSuperuser()))
            .provisioner(DatabaseRequest.defaults(), null);

    /** Derives the facts of a catalog: of each file, a line {@code -- 1 name}, and its statements. */
    MigrationCatalog derive(Path directory, String files) {
        MigrationOptions options = options(directory, files);
        MigrationCatalog catalog = MigrationCatalog.load(
                new CatalogSource(options.locations(), options.catalog(), options.schema(), "", ""), null);
        try (TargetDatabase database = this.databases.next()) {
            return new FactsDeriver(EmbeddedSettings.defaults(), Duration.ofMinutes(2))
                    .replay(catalog, database, options);
        }
    }

    /** Options for a catalog, which is written. */
    static MigrationOptions options(Path directory, String files) {
        write(directory, files);
        return MigrationOptions.defaults()
                .withLocations("file:" + directory)
                .withCatalog(CatalogOptions.defaults().withFormat(MigrationFormat.PLAIN));
    }

    private static void write(Path directory, String files) {
        for (String file : files.split("(?m)^-- (?=[0-9])")) {
            if (!file.isBlank()) {
                int end = file.indexOf('\n');
                try {
                    Files.writeString(
                            directory.resolve(file.substring(0, end).strip().replace(' ', '_') + ".sql"),
                            file.substring(end));
                } catch (IOException ex) {
                    throw new UncheckedIOException(ex);
                }
            }
        }
    }

    /** The versions of the migrations that a selection needs. */
    static String plan(MigrationCatalog catalog, String... selection) {
        return MigrationPlanner.plan(catalog, List.of(selection)).migrations().stream()
                .map(Migration::version)
                .map(version -> version.toString().replaceFirst("^0+", ""))
                .collect(Collectors.joining(" "));
    }

    @Override
    public void close() {
        this.databases.close();
    }
}
