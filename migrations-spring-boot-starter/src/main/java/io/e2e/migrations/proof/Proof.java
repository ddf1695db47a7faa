package io.e2e.migrations.proof;

import io.e2e.migrations.catalog.Migration;
import io.e2e.migrations.catalog.MigrationCatalog;
import io.e2e.migrations.inspect.SchemaDescription;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

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
        this.catalog.migrations().forEach(migration -> this.violations.addAll(InputCheck.check(migration)));
        DownCheck downs = walk(rows);
        ClosureCheck closures = new ClosureCheck(this.catalog);
        if (!this.violations.isEmpty()) {
            this.states.run(closures.experiments());
            this.violations.addAll(closures.judge(evidence(), wrongFiles()));
            this.violations.addAll(downs.violations());
            refuse("\nPlans follow from headers, so they were not tried.");
        }
        SchemaDescription whole = this.bench.whole();
        Map<List<Migration>, List<Selection>> plans = new LinkedHashMap<>();
        Selection.all(this.catalog, whole)
                .forEach(selection -> plans.computeIfAbsent(selection.migrations(), any -> new ArrayList<>())
                        .add(selection));
        int pairs = prove(closures, new PlanCheck(plans, whole), new PairCheck(this.catalog, plans, whole));
        this.violations.addAll(downs.violations());
        refuse("");
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
        this.violations.addAll(closures.judge(evidence(), wrongFiles()));
        if (this.violations.isEmpty()) {
            this.violations.addAll(plans.judge(evidence()));
        }
        if (this.violations.isEmpty()) {
            this.violations.addAll(pairs.judge(evidence()));
        }
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
            downs.run();
            return downs;
        }
    }

    private Set<String> wrongFiles() {
        return this.violations.stream().map(ProofViolation::file).collect(Collectors.toSet());
    }

    private Evidence evidence() {
        return new Evidence(this.catalog, this.stations, this.states);
    }

    private void refuse(String unproven) {
        if (!this.violations.isEmpty()) {
            List<String> files =
                    this.catalog.migrations().stream().map(Migration::file).toList();
            List<ProofViolation> ordered = this.violations.stream()
                    .sorted(Comparator.comparingInt(violation -> files.indexOf(violation.file())))
                    .toList();
            throw new ProofFailedException(this.bench.options().locations(), ordered, unproven);
        }
    }
}
