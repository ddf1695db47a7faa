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
import io.e2e.migrations.plan.UnknownSelectionException;
import io.e2e.migrations.schema.ObjectRef;
import io.e2e.migrations.time.RunCanceledException;
import io.e2e.migrations.time.WaitInterruptedException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Selects by derived facts, or by those in headers that {@code describe} wrote. The facts are kept, and so is whether a
 * selection made what the whole catalog makes, which is compared when it is selected first. If it did not, the plan is the
 * whole catalog. Immutable and thread-safe.
 */
public final class DerivedSelector implements TableSelector {

    private static final Logger LOG = LoggerFactory.getLogger(DerivedSelector.class);

    /** The code of this library, the starter's and core's, by which facts are found out. */
    private static final String CODE = SourceKey.ofCode(DerivedSelector.class).orElse("")
            + SourceKey.ofCode(TableSelector.class).orElse("");

    /** Says that a selection is enough; every other text says why not. */
    private static final String ENOUGH = "enough";

    /** In the place of facts, before the reason why there are none. */
    private static final String NONE = "none ";

    @Override
    public MigrationPlan select(MigrationCatalog catalog, MigrationConfig config, DatabaseAccess access) {
        EmbeddedAccess embedded = EmbeddedAccess.with(ofOwnServer(access));
        String key = key(catalog, config);
        try {
            String facts =
                    headers(catalog).orElseGet(() -> embedded.keptFacts(key, () -> derive(embedded, catalog, config)));
            if (facts.startsWith(NONE)) {
                return whole(catalog, config, facts.substring(NONE.length()));
            }
            MigrationCatalog known = catalog.withFacts(FactsText.read(facts));
            MigrationPlan plan = MigrationPlanner.plan(known, config.tables()).of(catalog, known);
            String verdict = embedded.keptFacts(
                    key + "\0" + facts + "\0" + String.join("\0", config.tables()),
                    () -> compare(
                            plan,
                            MigrationPlanner.objects(known, config.tables()),
                            new SelectionCheck(embedded, catalog, config)));
            return verdict.equals(ENOUGH) ? plan : whole(catalog, config, verdict);
        } catch (UnknownSelectionException | WaitInterruptedException | RunCanceledException ex) {
            throw ex;
        } catch (MigrationException ex) {
            return whole(catalog, config, firstLine(ex));
        }
    }

    /** The facts that headers say, if all of them are of these files. */
    private static Optional<String> headers(MigrationCatalog catalog) {
        if (!catalog.undescribed().isEmpty()) {
            LOG.warn(
                    "{}. The headers are not used, and a replay finds out what the migrations need; \"describe\" of"
                            + " e2e-migrations writes them anew",
                    catalog.undescribed());
        }
        return catalog.described().map(FactsText::write);
    }

    /** The facts as a text; a statement that the server refuses is refused whenever the same catalog is replayed. */
    private static String derive(EmbeddedAccess embedded, MigrationCatalog catalog, MigrationConfig config) {
        try {
            return FactsText.write(new FactsDeriver(
                            embedded.settings(), config.options().timeouts().run())
                    .derive(catalog, config.databaseRequest(), config.options()));
        } catch (DerivationFailedException ex) {
            if (ex.isOfCatalog()) {
                return NONE + firstLine(ex);
            }
            throw ex;
        }
    }

    /** Continues a sentence. */
    private static String firstLine(MigrationException failure) {
        String line = failure.problem().lines().findFirst().orElse("");
        return line.isEmpty() ? line : Character.toLowerCase(line.charAt(0)) + line.substring(1);
    }

    private static EmbeddedSettings ofOwnServer(DatabaseAccess access) {
        EmbeddedSettings settings = EmbeddedSettings.defaults();
        DatabaseAccess own = access.scratchAccess();
        if (own instanceof EmbeddedAccess embedded) {
            settings = embedded.settings();
        } else if (own instanceof ScratchServer scratch) {
            settings = scratch.settings();
        }
        return settings.withServer(settings.server().withPort(0));
    }

    /** Everything that facts depend on, beside the server. */
    private static String key(MigrationCatalog catalog, MigrationConfig config) {
        MigrationOptions options = config.options();
        return String.join(
                "\0",
                CODE,
                catalog.format().name(),
                options.catalog().text(),
                options.schema(),
                config.postgresUser(),
                catalog.migrations().stream()
                        .map(migration -> migration.file() + "\n" + migration.fileChecksum())
                        .collect(Collectors.joining("\n")));
    }

    private static String compare(MigrationPlan plan, List<ObjectRef> selected, SelectionCheck check) {
        LOG.info(
                "Comparing what {} migrations make, which {} needs, with what all of them make, once",
                plan.steps().size(),
                String.join(", ", plan.selection()));
        String difference = check.compare(plan, selected);
        return difference.isEmpty() ? ENOUGH : difference;
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
