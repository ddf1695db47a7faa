package io.e2e.migrations.verify;

import io.e2e.migrations.catalog.Migration;
import io.e2e.migrations.catalog.MigrationCatalog;
import io.e2e.migrations.catalog.MigrationHeader;
import io.e2e.migrations.config.MigrationOptions.VerifyLevel;
import io.e2e.migrations.plan.AppliedMigration;
import io.e2e.migrations.plan.InterruptedMigration;
import io.e2e.migrations.plan.MigrationPlan;
import io.e2e.migrations.plan.PendingFinder;
import io.e2e.migrations.schema.ObjectKind;
import io.e2e.migrations.schema.SchemaObject;
import io.e2e.migrations.session.DatabaseState;
import io.e2e.migrations.session.FoundObject;
import io.e2e.migrations.session.SchemaSnapshot;
import io.e2e.migrations.verify.Compared.Basis;
import io.e2e.migrations.verify.Finding.Problem;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Compares a database with a plan: every object exists and is usable, the months of the horizon have partitions, and
 * the history agrees with the files. Collects all findings. The caller reads the state of the database in one round
 * trip; a failed query is an error there, and never reported as "missing". Immutable.
 */
public final class SchemaVerifier {

    private final MigrationCatalog catalog;
    private final MigrationPlan plan;
    private final ExpectedObjects expected;
    private final YearMonth first;
    private final YearMonth last;

    /**
     * Prepares a verification.
     *
     * @param catalog the catalog of the plan
     * @param plan the plan to compare with
     * @param inputs the values of the run for inputs, which contain the first and the last month
     */
    public SchemaVerifier(MigrationCatalog catalog, MigrationPlan plan, Map<String, String> inputs) {
        this.catalog = catalog;
        this.plan = plan;
        this.expected = new ExpectedObjects(plan);
        this.first = month(inputs, MigrationHeader.PARTITIONS_FROM);
        this.last = month(inputs, MigrationHeader.PARTITIONS_THROUGH);
    }

    private static YearMonth month(Map<String, String> inputs, String name) {
        String value = inputs.get(name);
        if (value == null) {
            throw new IllegalArgumentException("no value for the input " + name);
        }
        return YearMonth.from(LocalDate.parse(value));
    }

    /** Every name that {@link #require} needs in the state. */
    public Set<String> names() {
        return this.expected.names();
    }

    /** Compares without throwing. Tables and views come first, because they were selected. */
    VerificationReport compare(String target, DatabaseState state) {
        return compare(target, state, Compared.withHeaders(VerifyLevel.RELATIONS), List.of());
    }

    private VerificationReport compare(
            String target, DatabaseState state, Compared compared, List<Finding> differences) {
        Map<String, AppliedMigration> history = new HashMap<>();
        state.history().forEach(row -> history.put(row.file(), row));
        List<Finding> findings = new ArrayList<>();
        checkObjects(true, history, state.snapshot(), findings);
        checkObjects(false, history, state.snapshot(), findings);
        this.expected.monthly().forEach((table, creator) -> checkMonths(table, creator, state.snapshot(), findings));
        checkHistory(history, state.interrupted(), findings);
        Set<String> known = differences.stream().map(Finding::what).collect(Collectors.toSet());
        findings.removeIf(finding -> known.contains(finding.what()));
        findings.addAll(differences);
        return new VerificationReport(
                target,
                compared,
                compared.basis() == Basis.HEADERS ? counts() : compared.objects(),
                months(),
                findings,
                PendingFinder.missingFiles(this.catalog, state.history()),
                state.snapshot());
    }

    /**
     * Compares, and throws if there is any finding. Pure.
     *
     * @param target the database, for messages
     * @param state its history, and its objects of all {@link #names}
     * @throws VerificationFailedException if there is a finding; it lists all of them
     */
    public VerificationReport require(String target, DatabaseState state) {
        return require(target, state, Compared.withHeaders(VerifyLevel.RELATIONS), List.of());
    }

    /**
     * As {@link #require(String, DatabaseState)}, with what a comparison of more found.
     *
     * @param compared how much was compared, and with what
     * @param differences what the comparison found; replaces what this one finds of the same objects
     * @throws VerificationFailedException if there is a finding; it lists all of them
     */
    public VerificationReport require(
            String target, DatabaseState state, Compared compared, List<Finding> differences) {
        VerificationReport report = compare(target, state, compared, differences);
        if (!report.isClean()) {
            throw new VerificationFailedException(report);
        }
        return report;
    }

    private void checkHistory(
            Map<String, AppliedMigration> history, List<InterruptedMigration> interrupted, List<Finding> findings) {
        Map<String, InterruptedMigration> begun = new HashMap<>();
        interrupted.forEach(row -> begun.put(row.file(), row));
        List<String> absent = new ArrayList<>();
        for (Migration migration : this.plan.migrations()) {
            AppliedMigration row = history.get(migration.file());
            InterruptedMigration at = begun.get(migration.file());
            if (at != null) {
                findings.add(new Finding(
                        Problem.NOT_APPLIED, migration.label(), migration.file() + " was interrupted " + at.place()));
            } else if (row == null) {
                absent.add(migration.label());
            } else if (!row.matches(migration)) {
                findings.add(new Finding(
                        Problem.CHANGED,
                        migration.file(),
                        migration.file() + " was applied with checksum " + row.checksum() + ", but now has "
                                + migration.checksum()));
            }
        }
        if (!absent.isEmpty()) {
            String names = String.join(", ", absent);
            findings.add(new Finding(Problem.NOT_APPLIED, names, "in the plan, but not applied: " + names));
        }
    }

    private void checkObjects(
            boolean relations, Map<String, AppliedMigration> history, SchemaSnapshot snapshot, List<Finding> findings) {
        this.expected.objects().forEach((object, creator) -> {
            boolean relation = object.table() == null && object.kind().hasColumns();
            if (relation == relations && !isImplied(object, creator, history, snapshot)) {
                check(object, creator, snapshot).ifPresent(findings::add);
            }
        });
    }

    /**
     * Whether another finding implies that the object is missing: its table is missing, or its migration is not
     * applied.
     */
    private static boolean isImplied(
            SchemaObject object, Migration creator, Map<String, AppliedMigration> history, SchemaSnapshot snapshot) {
        String table = object.table();
        return table != null
                ? snapshot.relation(table).isEmpty()
                : !object.kind().hasColumns() && !history.containsKey(creator.file());
    }

    private static Optional<Finding> check(SchemaObject object, Migration creator, SchemaSnapshot snapshot) {
        String by = ", created by " + creator.file();
        Optional<FoundObject> found = snapshot.find(object);
        if (found.isEmpty()) {
            if (object.kind() == ObjectKind.PARTITION
                    && snapshot.relation(object.name()).isPresent()) {
                return finding(Problem.DETACHED, object, " is a table, but is not attached as a partition" + by);
            }
            return finding(Problem.MISSING, object, " is missing" + by);
        }
        if (found.get().usable()) {
            return Optional.empty();
        }
        return finding(
                Problem.UNUSABLE,
                object,
                (object.kind() == ObjectKind.INDEX
                                ? " is invalid, so PostgreSQL does not use it"
                                : " does not fire, as it is disabled or enabled for replicas only")
                        + by);
    }

    private static Optional<Finding> finding(Problem problem, SchemaObject object, String rest) {
        return Optional.of(new Finding(problem, object.toString(), object + rest));
    }

    private void checkMonths(String table, Migration creator, SchemaSnapshot snapshot, List<Finding> findings) {
        if (snapshot.relation(table).isEmpty()) {
            return;
        }
        MonthCoverage coverage = new MonthCoverage(snapshot.partitionsOf(table).toList());
        coverage.uncovered(this.first, this.last)
                .forEach(month -> findings.add(new Finding(
                        Problem.UNCOVERED,
                        table + " " + month,
                        "table " + table + " has no partition for " + month + ", which " + creator.file()
                                + " creates")));
    }

    private Map<ObjectKind, Integer> counts() {
        Map<ObjectKind, Integer> counts = new EnumMap<>(ObjectKind.class);
        this.expected.objects().keySet().stream()
                .filter(object -> object.kind().isListed())
                .forEach(object -> counts.merge(object.kind(), 1, Integer::sum));
        return counts;
    }

    private @Nullable String months() {
        return this.expected.monthly().isEmpty() ? null : this.first + " to " + this.last;
    }
}
