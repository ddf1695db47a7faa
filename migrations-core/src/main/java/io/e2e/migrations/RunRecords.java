package io.e2e.migrations;

import io.e2e.migrations.apply.MigrationReport;
import io.e2e.migrations.config.MigrationException;
import io.e2e.migrations.database.DatabaseTemplate;
import io.e2e.migrations.database.TargetDatabase;
import io.e2e.migrations.database.VerifiedReport;
import io.e2e.migrations.time.TimeSource;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the runs of a service did: logged, and kept for a page. Thread-safe. */
final class RunRecords {

    /** A test may apply again and again, which a page does not show. */
    private static final int MOST_RUNS = 100;

    private static final Logger LOG = LoggerFactory.getLogger(MigrationService.class);

    /** Static because all services of a JVM write to one log; {@link ReportHistory} says why that does no harm. */
    private static final ReportHistory REPORTS = new ReportHistory();

    private final TimeSource time;
    private final DatabaseRegistry databases;
    private final AtomicLong opening = new AtomicLong();
    private final List<RecordedRun> runs = new CopyOnWriteArrayList<>();

    RunRecords(TimeSource time, DatabaseRegistry databases) {
        this.time = time;
        this.databases = databases;
    }

    /** Opens a database before a run needs it, for which its caller waits as for the run. */
    TargetDatabase open(MigrationConfig config, DatabaseTemplate template) {
        Duration start = this.time.elapsed();
        try {
            return this.databases.get(config, template);
        } finally {
            this.opening.addAndGet(this.time.elapsed().minus(start).toNanos());
        }
    }

    /** Does a run, and keeps what it did, also if it fails. */
    MigrationReport during(MigrationConfig config, Supplier<MigrationReport> run) {
        Duration start = this.time.elapsed();
        try {
            MigrationReport report = run.get();
            keep(config, start, RunText.of(report));
            return report;
        } catch (MigrationException ex) {
            keep(config, start, RunText.of(ex));
            throw ex;
        }
    }

    /**
     * Logs what a run did, and keeps it with a new copy for later runs.
     *
     * @param key of the template; empty if it is not known, or the database is no new copy
     */
    void log(MigrationReport report, TargetDatabase database, Optional<String> key) {
        REPORTS.keep(report, database, key);
        LOG.info("{}", LOG.isDebugEnabled() ? report : REPORTS.text(report));
    }

    /** Logs and keeps what an earlier run found in the template of a new copy; {@code false} if that is not known. */
    boolean repeat(Optional<VerifiedReport> known, MigrationConfig config, Duration start) {
        if (known.isEmpty()) {
            return false;
        }
        LOG.info("{}", REPORTS.text(known.get()));
        keep(config, start, known.get().record());
        return true;
    }

    /** Copies of a template have equal texts, of which one is kept. */
    private void keep(MigrationConfig config, Duration start, String text) {
        if (this.runs.size() < MOST_RUNS) {
            Duration waited = this.time.elapsed().minus(start).plusNanos(this.opening.getAndSet(0));
            this.runs.add(new RecordedRun(
                    config.tables(),
                    this.databases.description(config),
                    this.time.now().minus(waited),
                    waited,
                    text.intern()));
        }
    }

    /** A view of the runs that were kept. */
    List<RecordedRun> all() {
        return Collections.unmodifiableList(this.runs);
    }
}
