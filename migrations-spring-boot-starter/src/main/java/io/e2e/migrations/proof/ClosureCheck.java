package io.e2e.migrations.proof;

import io.e2e.migrations.catalog.Migration;
import io.e2e.migrations.catalog.MigrationCatalog;
import io.e2e.migrations.catalog.Requirement;
import io.e2e.migrations.inspect.DescribedObject;
import io.e2e.migrations.plan.MigrationPlanner;
import io.e2e.migrations.proof.scenario.Outcome;
import io.e2e.migrations.proof.scenario.Scenario;
import io.e2e.migrations.schema.ObjectKind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Every migration's requirements are sufficient: with what they bring in, and nothing else, it applies to an empty
 * database; and no extension comes in that nobody requires.
 *
 * @param catalog all migrations
 * @param proven those to prove
 * @param extensions whether headers have to say which extensions there are
 */
record ClosureCheck(MigrationCatalog catalog, Set<Migration> proven, boolean extensions) {

    List<Scenario> scenarios() {
        return this.proven.stream()
                .map(migration -> Scenario.of(MigrationPlanner.closure(this.catalog, migration)))
                .toList();
    }

    /**
     * Finds what is not so.
     *
     * @param wrong the files whose headers are known to be wrong; what follows from that is not told again
     */
    List<ProofViolation> judge(FailureDiagnosis diagnosis, Set<String> wrong) {
        List<ProofViolation> violations = new ArrayList<>();
        Set<String> reported = new HashSet<>(wrong);
        for (Migration migration : this.proven) {
            List<Migration> closure = MigrationPlanner.closure(this.catalog, migration);
            Outcome outcome = diagnosis.outcome(Scenario.of(closure));
            if (closure.stream().anyMatch(other -> reported.contains(other.file()))) {
                continue;
            }
            if (outcome.failed()) {
                violations.add(insufficient(migration, closure, outcome, diagnosis));
            }
            if (this.extensions) {
                undeclared(outcome, closure).forEach(extension -> violations.add(undeclared(migration, extension)));
            }
            violations.forEach(violation -> reported.add(violation.file()));
        }
        return violations;
    }

    private static ProofViolation undeclared(Migration migration, String extension) {
        return new ProofViolation(
                migration.file(),
                "creates extension " + extension + " where it is absent, and its header does not say so",
                HeaderLines.write("requires: extension " + extension));
    }

    private static ProofViolation insufficient(
            Migration migration, List<Migration> closure, Outcome outcome, FailureDiagnosis diagnosis) {
        return new ProofViolation(
                migration.file(),
                "with what its header requires, it does not apply to an empty database: " + outcome.reason(),
                diagnosis.requirement(migration, closure, other -> !other.failed()));
    }

    private static List<String> undeclared(Outcome outcome, List<Migration> closure) {
        return outcome.state()
                .ofKind(ObjectKind.EXTENSION)
                .map(DescribedObject::name)
                .filter(name -> closure.stream()
                        .noneMatch(
                                migration -> migration.header().requires().contains(new Requirement.Extension(name))))
                .toList();
    }
}
