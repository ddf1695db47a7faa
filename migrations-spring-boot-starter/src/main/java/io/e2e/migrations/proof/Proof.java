package io.e2e.migrations.proof;

import io.e2e.migrations.catalog.Migration;
import io.e2e.migrations.catalog.MigrationCatalog;
import io.e2e.migrations.inspect.SchemaDescription;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One run of a proof, step by step. Used once. */
final class Proof {

    private final Workbench bench;
    private final MigrationCatalog catalog;
    private final StateTree states;
    private final List<ProofViolation> violations = new ArrayList<>();
    private final List<Station> stations = new ArrayList<>();

    Proof(Workbench bench) {
        this.bench = bench;
        this.catalog = bench.catalog();
        this.states = new StateTree(bench);
    }

    /**
     * Proves everything.
     *
     * @param rows statements that insert rows after the migration of that number
     * @param start when it began, by the clock of {@link System#nanoTime}
     */
    ProofReport run(Map<Integer, List<String>> rows, long start) {
        DownCheck downs = walk(rows);
        ClosureCheck closures = new ClosureCheck(this.catalog);
        if (!this.violations.isEmpty()) {
            this.states.run(closures.experiments());
            this.violations.addAll(closures.judge(evidence()));
            refuse("\nPlans follow from headers, so they were not tried.");
        }
        SchemaDescription whole = this.bench.whole();
        Map<List<Migration>, List<Selection>> plans = new LinkedHashMap<>();
        Selection.all(this.catalog, whole)
                .forEach(selection -> plans.computeIfAbsent(selection.migrations(), any -> new ArrayList<>())
                        .add(selection));
        int pairs = prove(closures, new PlanCheck(plans, whole), new PairCheck(this.catalog, plans, whole));
        return new ProofReport(
                this.bench.description(),
                this.catalog.migrations().size(),
                downs.proven(),
                plans.size(),
                pairs,
                this.states.databases(),
                Duration.ofNanos(System.nanoTime() - start),
                downs.notes());
    }

    private int prove(ClosureCheck closures, PlanCheck plans, PairCheck pairs) {
        List<Experiment> experiments = new ArrayList<>(closures.experiments());
        experiments.addAll(plans.experiments());
        experiments.addAll(pairs.experiments());
        this.states.run(experiments);
        this.violations.addAll(closures.judge(evidence()));
        if (this.violations.isEmpty()) {
            this.violations.addAll(plans.judge(evidence()));
        }
        if (this.violations.isEmpty()) {
            this.violations.addAll(pairs.judge(evidence()));
        }
        refuse("");
        return pairs.size();
    }

    private DownCheck walk(Map<Integer, List<String>> rows) {
        try (Walk walk = new Walk(this.bench, rows)) {
            this.violations.addAll(walk.up());
            this.stations.addAll(walk.stations());
            for (Station station : this.stations) {
                this.violations.addAll(HeaderCheck.check(
                        station.migration(), ChangeFinder.between(station.before(), station.after())));
            }
            DownCheck downs = new DownCheck(walk);
            this.violations.addAll(downs.run());
            return downs;
        }
    }

    private Evidence evidence() {
        return new Evidence(this.catalog, this.stations, this.states);
    }

    private void refuse(String unproven) {
        if (!this.violations.isEmpty()) {
            throw new ProofFailedException(this.bench.options().locations(), this.violations, unproven);
        }
    }
}
