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
 * The run on a new copy of a template, made before anybody asked for it. Since listeners are told of each migration as it
 * runs, it may only find that none is pending; otherwise it ends without a trace. Thread-safe.
 */
final class BackgroundRun {

    private final MigrationConfig config;
    private Map<String, String> inputs = Map.of();
    private @Nullable MigrationReport report;
    private boolean over;

    /** For runs of this configuration. */
    BackgroundRun(MigrationConfig config) {
        this.config = config;
    }

    /** Verifies the copy, unless somebody ran on it before. Who wants the report meanwhile waits for it. */
    synchronized void verify(MigrationRun run, TargetDatabase copy) {
        if (this.over) {
            return;
        }
        try {
            this.report = run.onNewCopy(copy, new MigrationListeners(() -> List.of(new NothingMayRun())));
            this.inputs = run.inputs();
        } catch (CancellationException ex) {
            this.report = null;
        }
    }

    /** The report of this very run, to be asked for before the first one; empty if none was made ahead, or another. */
    synchronized Optional<MigrationReport> take(MigrationConfig wanted, MigrationRun run) {
        MigrationReport made = this.report;
        this.report = null;
        this.over = true;
        boolean same = wanted.equals(this.config) && run.inputs().equals(this.inputs);
        return same ? Optional.ofNullable(made) : Optional.empty();
    }

    private static final class NothingMayRun implements MigrationListener {

        @Override
        public void onStart(Migration migration) {
            throw new CancellationException("left to the run of which listeners are told");
        }
    }
}
