package io.e2e.migrations.derive;

import io.e2e.migrations.MigrationConfig;
import io.e2e.migrations.apply.MigrationExecutor;
import io.e2e.migrations.apply.MigrationFailedException;
import io.e2e.migrations.catalog.MigrationCatalog;
import io.e2e.migrations.change.UnsteadyColumns;
import io.e2e.migrations.config.MigrationOptions;
import io.e2e.migrations.database.TargetDatabase;
import io.e2e.migrations.embedded.EmbeddedAccess;
import io.e2e.migrations.plan.MigrationPlan;
import io.e2e.migrations.plan.MigrationPlanner;
import io.e2e.migrations.plan.RunInputs;
import io.e2e.migrations.provision.DatabaseProvisioner;
import io.e2e.migrations.schema.ObjectRef;
import io.e2e.migrations.session.DatabaseSession;
import io.e2e.migrations.time.TimeSource;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Compares what plans of selections make with what the whole catalog makes, each on a server of its own, whose roles are
 * the plan's alone, and as a run makes it. Not thread-safe.
 */
final class SelectionCheck {

    private final EmbeddedAccess servers;
    private final MigrationCatalog catalog;
    private final MigrationConfig config;
    private @Nullable MadeDatabase whole;
    private @Nullable Map<String, UnsteadyColumns> unsteady;

    /**
     * Prepares comparisons.
     *
     * @param servers starts servers
     * @param catalog the migrations, without facts
     */
    SelectionCheck(EmbeddedAccess servers, MigrationCatalog catalog, MigrationConfig config) {
        this.servers = servers;
        this.catalog = catalog;
        this.config = config;
    }

    /**
     * Compares a plan.
     *
     * @param plan without facts
     * @param selected the objects that it is for, by the facts
     * @return why it is not enough, in a line that names the object; empty if it is
     */
    String compare(MigrationPlan plan, List<ObjectRef> selected) {
        MadeDatabase all = this.whole == null ? makeWhole() : this.whole;
        this.whole = all;
        MadeDatabase made;
        try {
            made = make(plan);
        } catch (MigrationFailedException ex) {
            return "the selection alone fails: "
                    + ex.problem().lines().findFirst().orElse("");
        }
        List<String> differences = all.differences(selected, made);
        if (!differences.isEmpty()) {
            Map<String, UnsteadyColumns> columns = this.unsteady == null ? all.unsteady(makeWhole()) : this.unsteady;
            this.unsteady = columns;
            differences = all.without(columns).differences(selected, made.without(columns));
        }
        return differences.isEmpty()
                ? ""
                : "the selection alone makes another "
                        + differences.get(0).substring(2).lines().findFirst().orElse("");
    }

    private MadeDatabase makeWhole() {
        return make(MigrationPlanner.plan(this.catalog, List.of()));
    }

    private MadeDatabase make(MigrationPlan plan) {
        TimeSource time = TimeSource.system();
        MigrationOptions options = this.config.options();
        Map<String, String> inputs = RunInputs.of(options.partitions(), time.now());
        try (TargetDatabase database = DatabaseProvisioner.single(
                        this.servers.exclusiveServer(
                                this.config.databaseRequest().withPassword(null)),
                        null,
                        null);
                DatabaseSession session = DatabaseSession.open(database, options, time)) {
            new MigrationExecutor(this.catalog, plan, options, inputs, null).apply(session, Set.of());
            return MadeDatabase.read(session, options.schema());
        } catch (SQLException ex) {
            throw DerivationFailedException.broken("a database with some of the migrations", ex);
        }
    }
}
