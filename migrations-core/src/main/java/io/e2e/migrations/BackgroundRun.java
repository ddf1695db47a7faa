package io.e2e.migrations;

import io.e2e.migrations.apply.MigrationListener;
import io.e2e.migrations.apply.MigrationListeners;
import io.e2e.migrations.apply.MigrationReport;
import io.e2e.migrations.catalog.Migration;
import io.e2e.migrations.database.TargetDatabase;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/**
 * The run of {@link MigrationService#prepare()} on a new copy of a template. Listeners are told of each migration while
 * it runs, so this run applies none: if a migration is pending, the run is abandoned. Thread-safe.
 */
final class BackgroundRun {

    private final MigrationConfig config;
    private Map<String, String> inputs = Map.of();
    private @Nullable MigrationReport report;
    private boolean claimed;

    /** A run of this configuration. */
    BackgroundRun(MigrationConfig config) {
        this.config = config;
    }

    /** Verifies the copy, unless {@link #claimReport} was called before; a call of it meanwhile waits. */
    synchronized void verify(MigrationRun run, TargetDatabase copy) {
        if (this.claimed) {
            return;
        }
        try {
            this.report = run.executeOnNewCopy(copy, new MigrationListeners(() -> List.of(new CancelOnStart())));
            this.inputs = run.inputs();
        } catch (CancellationException ex) {
            this.report = null;
        }
    }

    /** Forgets the report, because the migrations of the copy are changing. */
    synchronized void discard() {
        this.report = null;
        this.claimed = true;
    }

    /** The report, once; empty if there is none, or if its configuration or inputs differ from the wanted ones. */
    synchronized Optional<MigrationReport> claimReport(MigrationConfig wanted, MigrationRun run) {
        MigrationReport made = this.report;
        this.report = null;
        this.claimed = true;
        boolean same = wanted.equals(this.config) && run.inputs().equals(this.inputs);
        return same ? Optional.ofNullable(made) : Optional.empty();
    }

    private static final class CancelOnStart implements MigrationListener {

        @Override
        public void onStart(Migration migration) {
            throw new CancellationException("left to the run that tells the listeners");
        }
    }
}
