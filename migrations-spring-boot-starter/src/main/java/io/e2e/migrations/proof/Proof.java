package io.e2e.migrations.proof;

import io.e2e.migrations.catalog.Migration;
import io.e2e.migrations.catalog.MigrationCatalog;
import io.e2e.migrations.change.ChangeFinder;
import io.e2e.migrations.change.UnsteadyColumns;
import io.e2e.migrations.config.MigrationException;
import io.e2e.migrations.config.MigrationFormat;
import io.e2e.migrations.config.MigrationVersion;
import io.e2e.migrations.inspect.SchemaDescription;
import io.e2e.migrations.proof.scenario.CatalogReplay;
import io.e2e.migrations.proof.scenario.MigrationStep;
import io.e2e.migrations.proof.scenario.Outcome;
import io.e2e.migrations.proof.scenario.ProofServer;
import io.e2e.migrations.proof.scenario.Scenario;
import io.e2e.migrations.proof.scenario.ScenarioTree;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** One run of a proof, step by step. Used once. */
final class Proof {

    private static final String UNCLAIMED =
            "what headers of other tools' files do not claim: Downs, pairs of plans, that no"
                    + " line is superfluous, and further schemas";

    private final ProofServer server;
    private final List<String> locations;
    private final MigrationCatalog catalog;
    private final Set<Migration> proven;
    /** Whether a replay wrote the headers of another tool's files: at worst, they say too much. */
    private final boolean wide;

    private final ScenarioTree scenarios;
    private final List<ProofViolation> violations = new ArrayList<>();
    private final List<MigrationStep> steps = new ArrayList<>();

    Proof(ProofServer server, List<String> locations) {
        this.server = server;
        this.locations = locations;
        this.catalog = server.catalog();
        this.wide = this.catalog.format() != MigrationFormat.HEADERS;
        this.proven = this.catalog.migrations().stream()
                .filter(migration -> locations.contains(migration.location()))
                .collect(Collectors.toCollection(LinkedHashSet::new));
        this.scenarios = new ScenarioTree(server);
    }

    /**
     * Proves everything.
     *
     * @param rows statements that insert rows after the migration of that version
     * @param start when it began, by the clock of {@link System#nanoTime}
     */
    ProofReport run(Map<MigrationVersion, List<String>> rows, long start) {
        this.proven.forEach(migration -> this.violations.addAll(InputCheck.check(migration)));
        DownCheck downs = replay(rows);
        if (!this.violations.isEmpty()) {
            ClosureCheck closures = new ClosureCheck(this.catalog, this.proven, !this.wide);
            this.scenarios.run(closures.scenarios());
            this.violations.addAll(closures.judge(diagnosis(), wrongFiles()));
            this.violations.addAll(downs.violations());
            refuse("\nPlans follow from headers, so they were not tried.");
        }
        SchemaDescription whole = this.server.describeWhole();
        UnsteadyColumns unsteady =
                this.wide ? UnsteadyColumns.of(whole, this.server.describeWhole()) : UnsteadyColumns.NONE;
        Map<List<Migration>, List<Selection>> plans = Selection.all(this.catalog, whole).stream()
                .collect(Collectors.groupingBy(Selection::migrations, LinkedHashMap::new, Collectors.toList()));
        PlanCheck planCheck = new PlanCheck(this.catalog, this.proven, plans, whole, !this.wide, unsteady);
        int pairs = prove(planCheck, new PairCheck(this.catalog, this.wide ? Set.of() : this.proven, plans, whole));
        this.violations.addAll(downs.violations());
        refuse("");
        return new ProofReport(
                this.server.description(),
                this.proven.size(),
                downs.proven(),
                planCheck.size(),
                pairs,
                this.scenarios.databases(),
                Duration.ofNanos(System.nanoTime() - start),
                this.wide ? List.of(UNCLAIMED) : downs.notes());
    }

    private int prove(PlanCheck plans, PairCheck pairs) {
        ClosureCheck closures = new ClosureCheck(this.catalog, this.proven, !this.wide);
        List<Scenario> scenarios = new ArrayList<>(closures.scenarios());
        scenarios.addAll(plans.scenarios());
        scenarios.addAll(pairs.scenarios());
        this.scenarios.run(scenarios);
        this.violations.addAll(closures.judge(diagnosis(), wrongFiles()));
        if (this.violations.isEmpty()) {
            this.violations.addAll(plans.judge(diagnosis()));
        }
        if (this.violations.isEmpty()) {
            this.violations.addAll(pairs.judge(diagnosis()));
        }
        return pairs.size();
    }

    private DownCheck replay(Map<MigrationVersion, List<String>> rows) {
        try (CatalogReplay replay = new CatalogReplay(this.server, this.proven, rows)) {
            replay.applyAll()
                    .ifPresent(failure ->
                            this.violations.add(notApplicable(replay.steps().size(), failure)));
            this.steps.addAll(replay.steps());
            for (MigrationStep step : this.steps) {
                if (!this.proven.contains(step.migration())) {
                    continue;
                }
                this.violations.addAll(HeaderCheck.check(
                        step.migration(), ChangeFinder.between(step.before(), step.after()), this.wide));
            }
            DownCheck downs = new DownCheck(replay, this.wide ? Set.of() : this.proven);
            downs.run();
            return downs;
        }
    }

    private ProofViolation notApplicable(int index, MigrationException failure) {
        return new ProofViolation(
                this.catalog.migrations().get(index).file(),
                "it does not apply after all that come before it: " + Outcome.reason(failure),
                "Fix its SQL; what comes after it was not tried.");
    }

    private Set<String> wrongFiles() {
        return this.violations.stream().map(ProofViolation::file).collect(Collectors.toSet());
    }

    private FailureDiagnosis diagnosis() {
        return new FailureDiagnosis(this.catalog, this.steps, this.scenarios);
    }

    private void refuse(String unproven) {
        if (!this.violations.isEmpty()) {
            List<String> files =
                    this.catalog.migrations().stream().map(Migration::file).toList();
            List<ProofViolation> ordered = this.violations.stream()
                    .sorted(Comparator.comparingInt(violation -> files.indexOf(violation.file())))
                    .toList();
            String again = this.wide ? "\nOr let the command \"describe\" write the headers anew." : "";
            throw new ProofFailedException(this.locations, ordered, again + unproven);
        }
    }
}
