package io.e2e.migrations;

import io.e2e.migrations.apply.MigrationReport;
import io.e2e.migrations.database.DatabaseTemplate;
import io.e2e.migrations.database.TargetDatabase;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The template that a planned run fills. It is planned only when an access asks for it. Listeners are not told of the
 * filling: it happens in another database than theirs, and only if no such template was kept.
 */
final class PlanTemplate implements DatabaseTemplate {

    private static final Logger LOG = LoggerFactory.getLogger(PlanTemplate.class);

    private final Supplier<Optional<String>> key;
    private final Supplier<MigrationRun> planner;
    private @Nullable MigrationRun run;
    private Set<String> madeRoles = Set.of();

    PlanTemplate(Supplier<Optional<String>> key, Supplier<MigrationRun> planner) {
        this.key = key;
        this.planner = planner;
    }

    @Override
    public Optional<String> key() {
        return this.key.get();
    }

    @Override
    public String fingerprint() {
        return run().fingerprint();
    }

    @Override
    public void fill(TargetDatabase empty) {
        MigrationReport report = run().fill(empty);
        this.madeRoles = report.madeRoles();
        LOG.debug("Filled a template. {}", report);
    }

    /** The roles that were made when this filled the template; none if it was there already. */
    Set<String> madeRoles() {
        return this.madeRoles;
    }

    /** The one run that names and fills the template: between two, the clock could enter the next month. */
    private MigrationRun run() {
        if (this.run == null) {
            this.run = this.planner.get();
        }
        return this.run;
    }
}
