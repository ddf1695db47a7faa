package io.e2e.migrations.derive;

import io.e2e.migrations.catalog.Migration;
import io.e2e.migrations.catalog.MigrationCatalog;
import io.e2e.migrations.catalog.MigrationFacts;
import io.e2e.migrations.catalog.Requirement;
import io.e2e.migrations.config.MigrationOptions;
import io.e2e.migrations.database.DatabaseRequest;
import io.e2e.migrations.database.TargetDatabase;
import io.e2e.migrations.embedded.EmbeddedAccess;
import io.e2e.migrations.embedded.EmbeddedSettings;
import io.e2e.migrations.provision.DatabaseProvisioner;
import io.e2e.migrations.provision.DatabaseServer;
import io.e2e.migrations.time.Deadline;
import io.e2e.migrations.time.RunLimit;
import io.e2e.migrations.time.RunTimeoutException;
import io.e2e.migrations.time.TimeSource;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds out what each migration of a catalog creates, alters, drops, reads and uses, without headers: by one replay on an
 * embedded server that nobody else gets. Immutable and thread-safe.
 */
public final class FactsDeriver {

    private static final Logger LOG = LoggerFactory.getLogger(FactsDeriver.class);

    private final EmbeddedSettings settings;
    private final Duration limit;

    /**
     * Prepares derivations.
     *
     * @param settings those of the server
     * @param limit how long a derivation may last
     */
    public FactsDeriver(EmbeddedSettings settings, Duration limit) {
        this.settings = settings.withServer(settings.server().withPort(0).withSuperuser());
        this.limit = limit;
    }

    /**
     * Applies a catalog, and finds out what each migration did.
     *
     * @param request names the role that applies it
     * @return the catalog with the facts; what its headers say of objects is ignored
     * @throws DerivationFailedException if a migration cannot be applied, or the limit is reached
     */
    public MigrationCatalog derive(MigrationCatalog catalog, DatabaseRequest request, MigrationOptions options) {
        DatabaseServer server = EmbeddedAccess.with(this.settings).exclusiveServer(request.withPassword(null));
        try (TargetDatabase database = DatabaseProvisioner.single(server, null, null)) {
            return replay(catalog, database, options);
        }
    }

    /** Applies a catalog to an empty database, whose role is a superuser. */
    MigrationCatalog replay(MigrationCatalog catalog, TargetDatabase database, MigrationOptions options) {
        RunLimit run = RunLimit.in(this.limit, TimeSource.system());
        List<Migration> migrations = catalog.migrations();
        LOG.info("Finding out what {} migrations write and read, once", migrations.size());
        try (MigrationReplay replay = MigrationReplay.of(catalog, database, options, run)) {
            Map<String, MigrationFacts> facts = find(migrations, replay, run.deadline());
            LOG.info(
                    "Found out what {} migrations write and read in {} ms",
                    facts.size(),
                    run.deadline().waited().toMillis());
            return catalog.withFacts(facts);
        }
    }

    private Map<String, MigrationFacts> find(List<Migration> migrations, MigrationReplay replay, Deadline deadline) {
        Map<String, MigrationFacts> facts = new LinkedHashMap<>();
        FactsFinder finder = new FactsFinder();
        try (Progress progress = new Progress(migrations.size(), Progress.terminal(), deadline.time())) {
            for (Migration migration : migrations) {
                progress.next(facts.size(), migration.file());
                try {
                    facts.put(migration.file(), withExtensions(finder.next(replay.apply(migration)), migration));
                } catch (RunTimeoutException ex) {
                    throw DerivationFailedException.tooLong(
                            this.limit,
                            facts.size() + " of " + migrations.size() + " migrations were done, and "
                                    + migration.file(),
                            ex);
                }
            }
        }
        return facts;
    }

    /** An extension that a header has created is no finding, but what a run does before the migration. */
    private static MigrationFacts withExtensions(MigrationFacts facts, Migration migration) {
        List<Requirement> requires = Stream.concat(
                        migration.header().requires().stream().filter(Requirement.Extension.class::isInstance),
                        facts.requires().stream())
                .toList();
        return new MigrationFacts(facts.creates(), facts.alters(), facts.drops(), requires, facts.touches());
    }
}
