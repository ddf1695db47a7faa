package io.e2e.migrations.verify;

import static io.e2e.migrations.catalog.CatalogBuilder.catalog;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.e2e.migrations.catalog.Migration;
import io.e2e.migrations.catalog.MigrationCatalog;
import io.e2e.migrations.plan.AppliedMigration;
import io.e2e.migrations.plan.MigrationPlan;
import io.e2e.migrations.plan.MigrationPlanner;
import io.e2e.migrations.schema.ObjectKind;
import io.e2e.migrations.session.DatabaseState;
import io.e2e.migrations.session.FoundObject;
import io.e2e.migrations.session.HistoryTable;
import io.e2e.migrations.session.SchemaSnapshot;
import io.e2e.migrations.verify.Finding.Problem;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Tests the comparison of a state with a plan; reading the state is tested with a real server. */
class SchemaVerifierTests {

    private static final Map<String, String> MONTHS =
            Map.of("partitions_from", "2026-12-01", "partitions_through", "2027-01-01");

    private static final MigrationCatalog CATALOG = catalog()
            .file(
                    "001_orders.sql",
                    "creates: table orders",
                    "creates: index idx_orders on orders",
                    "creates: partition orders_2026_12 of orders",
                    "creates: trigger trg_orders on orders",
                    "creates: function order_total",
                    "creates: view open_orders",
                    "creates: sequence orders_seq",
                    "creates: type mood")
            .file(
                    "1000_tend_orders.sql",
                    "creates: partition orders_####_## of orders",
                    "input: partitions_from, partitions_through",
                    "repeatable: true")
            .build();

    private static final MigrationPlan PLAN = MigrationPlanner.plan(CATALOG, List.of());

    private final List<AppliedMigration> history = new ArrayList<>(
            CATALOG.migrations().stream().map(SchemaVerifierTests::row).toList());

    private final List<FoundObject> objects = new ArrayList<>(List.of(
            found(ObjectKind.TABLE, "orders", null),
            found(ObjectKind.INDEX, "idx_orders", "orders"),
            partition("orders_2026_12", "2026-12-01", "2027-01-01"),
            partition("orders_2027_01", "2027-01-01", "2027-02-01"),
            found(ObjectKind.TRIGGER, "trg_orders", "orders"),
            found(ObjectKind.FUNCTION, "order_total", null),
            found(ObjectKind.VIEW, "open_orders", null),
            found(ObjectKind.SEQUENCE, "orders_seq", null),
            found(ObjectKind.TYPE, "mood", null)));

    @Test
    void compareWhenDatabaseMatchesPlanFindsNothing() {
        VerificationReport report = verify();
        assertThat(report.isClean()).isTrue();
        assertThat(report)
                .hasToString("verified: 1 table, 1 partition, 1 view, 1 index, 1 function, 1 trigger,"
                        + " 1 sequence, 1 type; partitions for 2026-12 to 2027-01");
        assertThat(report.target()).isEqualTo("a database");
        assertThat(report.snapshot().objects()).isEqualTo(this.objects);
    }

    @Test
    void compareFindsMissingObjects() {
        this.objects.removeIf(object -> object.kind() != ObjectKind.PARTITION);
        assertThat(findings())
                .containsExactly(
                        "MISSING table orders is missing, created by 001_orders.sql",
                        "MISSING view open_orders is missing, created by 001_orders.sql",
                        "MISSING function order_total is missing, created by 001_orders.sql",
                        "MISSING sequence orders_seq is missing, created by 001_orders.sql",
                        "MISSING type mood is missing, created by 001_orders.sql");
    }

    @Test
    void compareFindsMissingPartsOfExistingTable() {
        this.objects.removeIf(object ->
                object.kind() != ObjectKind.PARTITION && !object.name().equals("orders"));
        assertThat(findings())
                .containsExactly(
                        "MISSING view open_orders is missing, created by 001_orders.sql",
                        "MISSING index idx_orders on orders is missing, created by 001_orders.sql",
                        "MISSING trigger trg_orders on orders is missing, created by 001_orders.sql",
                        "MISSING function order_total is missing, created by 001_orders.sql",
                        "MISSING sequence orders_seq is missing, created by 001_orders.sql",
                        "MISSING type mood is missing, created by 001_orders.sql");
    }

    @Test
    void compareFindsInvalidIndex() {
        replace("idx_orders", new FoundObject(ObjectKind.INDEX, "idx_orders", "orders", false, null));
        assertThat(findings())
                .containsExactly(
                        "UNUSABLE index idx_orders on orders is invalid, so PostgreSQL does not use it, created by"
                                + " 001_orders.sql");
    }

    @Test
    void compareFindsDisabledTrigger() {
        replace("trg_orders", new FoundObject(ObjectKind.TRIGGER, "trg_orders", "orders", false, null));
        assertThat(findings())
                .containsExactly("UNUSABLE trigger trg_orders on orders does not fire, as it is disabled or"
                        + " enabled for replicas only, created by 001_orders.sql");
    }

    @Test
    void compareFindsDetachedPartitionAndItsUncoveredMonth() {
        replace("orders_2026_12", found(ObjectKind.TABLE, "orders_2026_12", null));
        assertThat(findings())
                .containsExactly(
                        "DETACHED partition orders_2026_12 of orders is a table, but is not attached as a partition,"
                                + " created by 001_orders.sql",
                        "UNCOVERED table orders has no partition for 2026-12, which 1000_tend_orders.sql creates");
    }

    @Test
    void compareFindsMonthWithoutPartition() {
        this.objects.removeIf(object -> object.name().equals("orders_2027_01"));
        assertThat(findings())
                .containsExactly(
                        "UNCOVERED table orders has no partition for 2027-01, which 1000_tend_orders.sql creates");
    }

    @Test
    void compareIgnoresAdditionalPartitions() {
        this.objects.add(partition("orders_1999_01", "1999-01-01", "1999-02-01"));
        assertThat(verify().isClean()).isTrue();
    }

    @Test
    void compareWhenIndexIsOnOtherTableFindsItMissing() {
        replace("idx_orders", found(ObjectKind.INDEX, "idx_orders", "customers"));
        assertThat(findings())
                .containsExactly("MISSING index idx_orders on orders is missing, created by 001_orders.sql");
    }

    @Test
    void compareWhenTableHasNameOfViewFindsViewMissing() {
        replace("open_orders", found(ObjectKind.TABLE, "open_orders", null));
        assertThat(findings()).containsExactly("MISSING view open_orders is missing, created by 001_orders.sql");
    }

    @Test
    void compareWhenTypeHasNameOfSequenceFindsSequenceMissing() {
        replace("orders_seq", found(ObjectKind.TYPE, "orders_seq", null));
        assertThat(findings()).containsExactly("MISSING sequence orders_seq is missing, created by 001_orders.sql");
    }

    @Test
    void compareFindsUnappliedMigration() {
        this.history.remove(1);
        assertThat(findings()).containsExactly("NOT_APPLIED in the plan, but not applied: 1000 tend_orders");
    }

    @Test
    void compareFindsEditedFiles() {
        this.history.replaceAll(row -> new AppliedMigration(
                row.rank(), row.file(), "0ld", row.inputs(), row.appliedAt(), "tester", Duration.ZERO, null));
        assertThat(findings())
                .containsExactly(
                        "CHANGED 001_orders.sql was applied with checksum 0ld, but now has " + checksum(0),
                        "CHANGED 1000_tend_orders.sql was applied with checksum 0ld, but now has " + checksum(1));
    }

    @Test
    void findingNamesItsObject() {
        this.objects.clear();
        this.history.clear();
        assertThat(verify().findings())
                .extracting(Finding::what)
                .containsExactly("table orders", "view open_orders", "001 orders, 1000 tend_orders");
    }

    @Test
    void compareWithoutComputedPartitionsChecksNoMonths() {
        MigrationCatalog catalog =
                catalog().file("001_f.sql", "creates: function f").build();
        VerificationReport report = new SchemaVerifier(catalog, MigrationPlanner.plan(catalog, List.of()), MONTHS)
                .compare(
                        "a database",
                        new DatabaseState(
                                List.of(), new SchemaSnapshot(List.of()), Set.of(), Set.of(), HistoryTable.FORMAT));
        assertThat(report.months()).isNull();
        assertThat(report.findings()).extracting(Finding::problem).containsExactly(Problem.NOT_APPLIED);
    }

    @Test
    void verifyWhenFilesOfTheLocationAreMissingNamesThem() {
        this.history.add(row("002_gone.sql", "file:/sql"));
        this.history.add(row("003_other.sql", "classpath:db/other"));
        this.history.add(row("004_unknown.sql", null));

        VerificationReport report = verify();

        assertThat(report.isClean()).isTrue();
        assertThat(report.toString())
                .endsWith("\nmissing files of the history: 002_gone.sql of file:/sql, applied 1970-01-01T00:00:00Z."
                        + " Restore them if they were deleted by mistake, or call migrations.repair(\"002_gone.sql\");"
                        + " if a newer build applied them, update this one");
    }

    private static AppliedMigration row(String file, @Nullable String location) {
        return new AppliedMigration(9, file, "", Map.of(), Instant.EPOCH, "tester", Duration.ZERO, location);
    }

    @Test
    void verifierWithoutInputsIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new SchemaVerifier(CATALOG, PLAN, Map.of("partitions_from", "2026-12-01")))
                .withMessage("no value for the input partitions_through");
    }

    @Test
    void requireWhenSchemaChangedListsFindingsAndSaysSo() {
        this.objects.removeIf(object -> object.name().contains("2027"));
        this.objects.removeIf(object -> object.kind() == ObjectKind.INDEX);
        assertThat(new VerificationFailedException(verify())).hasMessage("""
                a database does not match the plan:
                  index idx_orders on orders is missing, created by 001_orders.sql
                  table orders has no partition for 2027-01, which 1000_tend_orders.sql creates
                Action: Something changed the schema after the migrations were applied, or a migration creates the objects \
                in another schema than e2e.migrations.schema. Undo that, or start with an empty database.""");
    }

    @Test
    void requireWhenMigrationsAreMissingSaysToApplyThem() {
        this.history.remove(1);
        VerificationReport report = verify();
        VerificationFailedException error = new VerificationFailedException(report);
        assertThat(error).hasMessage("""
                a database does not match the plan:
                  in the plan, but not applied: 1000 tend_orders
                Action: Apply the migrations (e2e.migrations.apply=startup, or MigrationService.applyMigrations()) \
                before anything needs the tables.""");
        assertThat(error.report()).isSameAs(report);
    }

    private VerificationReport verify() {
        return new SchemaVerifier(CATALOG, PLAN, MONTHS)
                .compare(
                        "a database",
                        new DatabaseState(
                                this.history,
                                new SchemaSnapshot(this.objects),
                                Set.of(),
                                Set.of(),
                                HistoryTable.FORMAT));
    }

    private List<String> findings() {
        return verify().findings().stream()
                .map(finding -> finding.problem() + " " + finding)
                .toList();
    }

    private void replace(String name, FoundObject other) {
        this.objects.replaceAll(object -> object.name().equals(name) ? other : object);
    }

    private static String checksum(int index) {
        return CATALOG.migrations().get(index).checksum();
    }

    private static AppliedMigration row(Migration migration) {
        return new AppliedMigration(
                migration.version().parts().get(0).longValue(),
                migration.file(),
                migration.checksum(),
                Map.of(),
                Instant.EPOCH,
                "tester",
                Duration.ZERO,
                null);
    }

    private static FoundObject found(ObjectKind kind, String name, @Nullable String table) {
        return new FoundObject(kind, name, table, true, null);
    }

    private static FoundObject partition(String name, String from, String to) {
        return new FoundObject(
                ObjectKind.PARTITION, name, "orders", true, "FOR VALUES FROM ('" + from + "') TO ('" + to + "')");
    }
}
