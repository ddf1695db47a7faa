package io.e2e.migrations;

import io.e2e.migrations.adopt.AdoptionReport;
import io.e2e.migrations.apply.DryRun;
import io.e2e.migrations.apply.MigrationListener;
import io.e2e.migrations.config.MigrationOptions;
import io.e2e.migrations.database.TargetDatabase;
import io.e2e.migrations.repair.RepairReport;
import io.e2e.migrations.revert.RevertReport;
import io.e2e.migrations.revert.RevertRequest;
import io.e2e.migrations.session.DatabaseSession;
import io.e2e.migrations.status.MigrationStatus;
import io.e2e.migrations.time.TimeSource;
import io.e2e.migrations.verify.VerificationReport;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What {@link MigrationService} does with the migrations of one database, besides applying them. Immutable.
 */
final class Maintenance {

    private static final Logger LOG = LoggerFactory.getLogger(MigrationService.class);

    private final MigrationRun run;
    private final TargetDatabase database;
    private final MigrationOptions options;
    private final TimeSource time;

    Maintenance(MigrationRun run, TargetDatabase database, MigrationOptions options, TimeSource time) {
        this.run = run;
        this.database = database;
        this.options = options;
        this.time = time;
    }

    MigrationStatus status() {
        try (DatabaseSession session = open()) {
            return this.run.status(session);
        }
    }

    DryRun dryRun() {
        try (DatabaseSession session = open()) {
            return this.run.executor().dryRun(session);
        }
    }

    RevertReport revert(RevertRequest request, MigrationListener listener) {
        RevertReport report = this.run.revert(this.database, request, listener);
        LOG.info("{}", report);
        return report;
    }

    RepairReport repair(String... files) {
        try (DatabaseSession session = open()) {
            RepairReport report = this.run.repair(session, List.of(files));
            LOG.info("{}", report);
            return report;
        }
    }

    AdoptionReport adopt() {
        try (DatabaseSession session = open()) {
            AdoptionReport report = this.run.adopt(session);
            LOG.info("{}", report);
            return report;
        }
    }

    VerificationReport verify() {
        try (DatabaseSession session = open()) {
            return this.run.verify(session);
        }
    }

    private DatabaseSession open() {
        return DatabaseSession.open(this.database, this.options, this.time);
    }
}
