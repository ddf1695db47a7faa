package io.e2e.migrations.derive;

import io.e2e.migrations.MigrationConfig;
import io.e2e.migrations.TableSelector;
import io.e2e.migrations.catalog.MigrationCatalog;
import io.e2e.migrations.config.MigrationException;
import io.e2e.migrations.config.MigrationOptions;
import io.e2e.migrations.config.SourceKey;
import io.e2e.migrations.database.DatabaseAccess;
import io.e2e.migrations.embedded.EmbeddedAccess;
import io.e2e.migrations.embedded.EmbeddedSettings;
import io.e2e.migrations.embedded.ScratchServer;
import io.e2e.migrations.plan.MigrationPlan;
import io.e2e.migrations.plan.MigrationPlanner;
import io.e2e.migrations.plan.PlannedMigration;
import io.e2e.migrations.plan.Reason;
import io.e2e.migrations.provision.DatabaseProvisioner;
import io.e2e.migrations.time.RunCanceledException;
import io.e2e.migrations.time.WaitInterruptedException;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Selects by derived facts, or by those in headers that {@code describe} wrote. Derived facts are kept, and so is whether a selection made what the whole catalog makes, which is
 * compared when it is selected first. A plan that does not is the whole catalog instead. Immutable and thread-safe.
 */
public final class DerivedSelector implements TableSelector {

    private static final Logger LOG = LoggerFactory.getLogger(DerivedSelector.class);

    private static final Duration LIMIT = Duration.ofMinutes(10);

    /** Says that a selection is enough; every other text says why not. */
    private static final String ENOUGH = "enough";

    @Override
    public MigrationPlan select(MigrationCatalog catalog, MigrationConfig config, DatabaseAccess access) {
        EmbeddedSettings settings = ofOwnServer(access);
        EmbeddedAccess embedded = EmbeddedAccess.with(settings);
        String key = key(catalog, config);
        MigrationCatalog known;
        try {
            known = known(catalog, config, settings);
        } catch (MigrationException ex) {
            return whole(catalog, config, reason(ex));
        }
        MigrationPlan plan = MigrationPlanner.plan(known, config.tables()).of(catalog);
        String headers = catalog.described().map(FactsText::write).orElse("");
        String verdict;
        try {
            verdict = embedded.keptFacts(
                    key + headers + "\0" + String.join("\0", config.tables()),
                    () -> compare(embedded, config, catalog, known));
        } catch (MigrationException ex) {
            verdict = reason(ex);
        }
        return verdict.equals(ENOUGH) ? plan : whole(catalog, config, verdict);
    }

    /** The facts that headers say, if they are of these files; else those of a replay. */
    private static MigrationCatalog known(MigrationCatalog catalog, MigrationConfig config, EmbeddedSettings settings) {
        Optional<MigrationCatalog> described = catalog.described();
        if (described.isPresent()) {
            return described.get();
        }
        if (!catalog.undescribed().isEmpty()) {
            LOG.warn(
                    "{}. The headers are not used, and a replay finds out what the migrations need; \"describe\" of"
                            + " e2e-migrations writes them anew",
                    catalog.undescribed());
        }
        return catalog.withFacts(FactsText.read(EmbeddedAccess.with(settings)
                .keptFacts(
                        key(catalog, config),
                        () -> FactsText.write(new FactsDeriver(settings, LIMIT)
                                .derive(catalog, config.databaseRequest(), config.options())))));
    }

    /** Why something could not be found out, in a line; a run that has to end ends with its error. */
    private static String reason(MigrationException failure) {
        if (failure instanceof WaitInterruptedException || failure instanceof RunCanceledException) {
            throw failure;
        }
        return failure.problem().lines().findFirst().orElse("");
    }

    private static EmbeddedSettings ofOwnServer(DatabaseAccess access) {
        EmbeddedSettings settings = EmbeddedSettings.defaults();
        if (access instanceof EmbeddedAccess embedded) {
            settings = embedded.settings();
        } else if (access instanceof ScratchServer scratch) {
            settings = scratch.settings();
        }
        return settings.withServer(settings.server().withPort(0));
    }

    /** Everything that facts depend on, beside the server. */
    private static String key(MigrationCatalog catalog, MigrationConfig config) {
        MigrationOptions options = config.options();
        return String.join(
                "\0",
                SourceKey.ofCode(DerivedSelector.class).orElse(""),
                SourceKey.ofCode(TableSelector.class).orElse(""),
                catalog.format().name(),
                options.catalog().text(),
                options.schema(),
                config.postgresUser(),
                catalog.migrations().stream()
                        .map(migration -> migration.file() + "\n" + migration.fileChecksum())
                        .collect(Collectors.joining("\n")));
    }

    private static String compare(
            EmbeddedAccess embedded, MigrationConfig config, MigrationCatalog catalog, MigrationCatalog known) {
        MigrationPlan plan = MigrationPlanner.plan(known, config.tables()).of(catalog);
        LOG.info(
                "Comparing {} of {} migrations, which {} needs, with all of them, once",
                plan.steps().size(),
                catalog.migrations().size(),
                String.join(", ", config.tables()));
        try (DatabaseProvisioner databases = DatabaseProvisioner.scratch(
                embedded.exclusiveServer(config.databaseRequest().withPassword(null)))) {
            String difference = new SelectionCheck(databases, catalog, config)
                    .compare(plan, MigrationPlanner.objects(known, config.tables()));
            return difference.isEmpty() ? ENOUGH : difference;
        }
    }

    private static MigrationPlan whole(MigrationCatalog catalog, MigrationConfig config, String because) {
        LOG.warn("{} are not selected alone: {}", String.join(", ", config.tables()), because);
        return new MigrationPlan(
                config.tables(),
                catalog.migrations().stream()
                        .map(migration -> new PlannedMigration(migration, new Reason.Widened(because)))
                        .toList());
    }
}
