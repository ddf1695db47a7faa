package io.e2e.migrations.proof;

import io.e2e.migrations.database.TargetDatabase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** One run of a proof, step by step. Used once. */
final class Proof {

    private final Workbench bench;
    private final Map<Integer, List<String>> rows;
    private final List<ProofViolation> violations = new ArrayList<>();

    Proof(Workbench bench, Map<Integer, List<String>> rows) {
        this.bench = bench;
        this.rows = rows;
    }

    ProofReport run(long start) {
        DownCheck downs = walk();
        if (!this.violations.isEmpty()) {
            throw new ProofFailedException(this.bench.options().locations(), this.violations, "");
        }
        try (TargetDatabase database = this.bench.server().create()) {
            return new ProofReport(
                    database.description(),
                    this.bench.catalog().migrations().size(),
                    downs.proven(),
                    0,
                    0,
                    0,
                    Duration.ofNanos(System.nanoTime() - start),
                    downs.notes());
        }
    }

    private DownCheck walk() {
        try (Walk walk = new Walk(this.bench, this.rows)) {
            this.violations.addAll(walk.up());
            for (Station station : walk.stations()) {
                this.violations.addAll(HeaderCheck.check(
                        station.migration(), ChangeFinder.between(station.before(), station.after())));
            }
            DownCheck downs = new DownCheck(walk);
            this.violations.addAll(downs.run());
            return downs;
        }
    }
}
