package io.e2e.migrations.derive;

import static org.assertj.core.api.Assertions.assertThat;

import io.e2e.migrations.catalog.HeadersFile;
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
import io.e2e.migrations.plan.UnknownSelectionException;
import io.e2e.migrations.provision.DatabaseProvisioner;
import io.e2e.migrations.schema.SchemaObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Catalogs without headers, replayed in databases of one server, which ends with the test class. */
final class SmallCatalog implements AfterAllCallback {

    private final DatabaseProvisioner databases = EmbeddedAccess.with(EmbeddedSettings.defaults()
                    .withServer(ServerSettings.defaults().withSuperuser()))
            .provisioner(DatabaseRequest.defaults(), null);

    /** Derives the facts of a catalog: of each file, a line {@code -- 1 name}, and its statements. */
    MigrationCatalog derive(Path directory, String files) {
        MigrationOptions options = options(directory, files);
        try (TargetDatabase database = this.databases.next()) {
            MigrationCatalog derived = new FactsDeriver(EmbeddedSettings.defaults(), Duration.ofMinutes(2))
                    .replay(load(options), database, options);
            requireSamePlansByHeaders(directory, options, derived);
            return derived;
        }
    }

    private static MigrationCatalog load(MigrationOptions options) {
        return MigrationCatalog.load(
                new CatalogSource(options.locations(), options.catalog(), options.schema(), "", ""), null);
    }

    /** Facts must be the same after they were written as headers: each selection has the same plan, with the same reasons. */
    private static void requireSamePlansByHeaders(Path directory, MigrationOptions options, MigrationCatalog derived) {
        try {
            Files.writeString(directory.resolve(HeadersFile.NAME), HeadersFile.write(derived.migrations()));
        } catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
        MigrationCatalog described = load(options).described().orElseThrow();
        derived.migrations().stream()
                .flatMap(migration -> migration.header().creates().stream())
                .filter(object -> object.table() == null && object.kind().isSelectable())
                .map(SchemaObject::name)
                .filter(name -> isSelectable(derived, name))
                .forEach(name -> assertThat(
                                MigrationPlanner.plan(described, List.of(name)).explain())
                        .isEqualTo(MigrationPlanner.plan(derived, List.of(name)).explain()));
    }

    private static boolean isSelectable(MigrationCatalog catalog, String name) {
        try {
            return !MigrationPlanner.named(catalog, name).isEmpty();
        } catch (UnknownSelectionException ex) {
            return false;
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

    /** The versions of the migrations of a catalog that a selection needs. */
    String plan(Path directory, String table, String files) {
        return plan(derive(directory, files), table);
    }

    /** The versions of the migrations that a selection needs. */
    static String plan(MigrationCatalog catalog, String... selection) {
        return MigrationPlanner.plan(catalog, List.of(selection)).migrations().stream()
                .map(Migration::version)
                .map(version -> version.toString().replaceFirst("^0+", ""))
                .collect(Collectors.joining(" "));
    }

    @Override
    public void afterAll(ExtensionContext context) {
        this.databases.close();
    }
}
