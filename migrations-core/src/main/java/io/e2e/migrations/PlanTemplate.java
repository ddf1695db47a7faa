package io.e2e.migrations;

import io.e2e.migrations.apply.MigrationListeners;
import io.e2e.migrations.apply.MigrationReport;
import io.e2e.migrations.database.DatabaseTemplate;
import io.e2e.migrations.database.TargetDatabase;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a plan makes of an empty database. Nothing is planned unless an access asks. Listeners are not told of it: it is
 * no run on the database that they know of, and only happens when nobody has kept such a template.
 */
final class PlanTemplate implements DatabaseTemplate {

    private static final Logger LOG = LoggerFactory.getLogger(PlanTemplate.class);

    private final Supplier<MigrationRun> planning;
    private @Nullable MigrationRun run;

    PlanTemplate(Supplier<MigrationRun> planning) {
        this.planning = planning;
    }

    @Override
    public String fingerprint() {
        return run().fingerprint();
    }

    @Override
    public void fill(TargetDatabase empty) {
        MigrationReport report = run().on(empty, MigrationListeners.NOBODY);
        LOG.debug("Filled a template. {}", report);
    }

    /** One for both questions: the clock may have moved on to the next month between them. */
    private MigrationRun run() {
        if (this.run == null) {
            this.run = this.planning.get();
        }
        return this.run;
    }
}
