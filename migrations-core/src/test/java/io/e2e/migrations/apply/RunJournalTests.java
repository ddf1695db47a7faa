package io.e2e.migrations.apply;

import static io.e2e.migrations.catalog.CatalogBuilder.catalog;
import static org.assertj.core.api.Assertions.assertThat;

import io.e2e.migrations.config.MigrationOptions.VerifyLevel;
import io.e2e.migrations.plan.MigrationPlan;
import io.e2e.migrations.plan.PlannedMigration;
import io.e2e.migrations.plan.Reason;
import io.e2e.migrations.schema.ObjectKind;
import io.e2e.migrations.schema.SchemaObject;
import io.e2e.migrations.session.DatabaseState;
import io.e2e.migrations.session.FoundObject;
import io.e2e.migrations.session.HistoryTable;
import io.e2e.migrations.session.SchemaSnapshot;
import io.e2e.migrations.verify.Compared;
import io.e2e.migrations.verify.VerificationReport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Tests what a run records, and the text of its report. */
class RunJournalTests {

    private final RunJournal journal = new RunJournal(TestPlans.PLAN);

    @Test
    void reportOfFirstRun() {
        this.journal.begin(state(), TestPlans.PLAN.steps());
        apply(1, 2, 3, 1000);
        assertThat(this.journal.report("embedded PostgreSQL 18.6", verified("orders_2026_10", "orders_2026_11")))
                .hasToString("""
                        Migrations on embedded PostgreSQL 18.6
                          001 orders        requested: orders       applied in 101 ms
                          002 open_orders   requested: open_orders  applied in 102 ms
                          003 notes         shapes orders           applied in 103 ms
                          1000 tend_orders  shapes orders           applied in 1100 ms
                          created: 1 table (orders), 2 partitions of orders (2026-10 to 2026-11), 1 view (open_orders), 2 indexes, 1 function, 1
                              trigger
                          roles that do not exist, so nothing was granted to them: reader, writer (if anything connects as such a role, create
                              it before the migrations run)
                          verified: 1 table; partitions for 2026-10 to 2026-11""");
    }

    @Test
    void reportWhenNothingWasPendingIsShort() {
        assertThat(this.journal.report("a database", verified())).hasToString("""
                Migrations on a database
                  nothing to do: all 4 planned migrations were applied before
                  verified: 1 table; partitions for 2026-10 to 2026-11""");
    }

    @Test
    void reportWhenOneMigrationWasAppliedBeforeUsesSingular() {
        PlannedMigration only = TestPlans.steps(1).get(0);
        assertThat(new RunJournal(new MigrationPlan(List.of(), List.of(only)))
                        .report("a database", (VerificationReport) null))
                .hasToString("""
                        Migrations on a database
                          nothing to do: the planned migration was applied before""");
    }

    @Test
    void reportWhenPlanIsEmptySaysSo() {
        assertThat(new RunJournal(new MigrationPlan(List.of(), List.of()))
                        .report("a database", (VerificationReport) null))
                .hasToString("""
                        Migrations on a database
                          nothing to do: e2e.migrations.locations is empty""");
    }

    @Test
    void reportWhenEverythingCameWithTemplateSaysItOnceAndLeavesRolesOut() {
        this.journal.setFromTemplate();
        this.journal.start(state());
        MigrationReport report = this.journal.report(
                "embedded PostgreSQL 18.6", verified("orders_2026_12", "orders_2026_10", "orders_2027_01"));

        assertThat(report).hasToString("""
                Migrations on embedded PostgreSQL 18.6
                  001 orders        requested: orders
                  002 open_orders   requested: open_orders
                  003 notes         shapes orders
                  1000 tend_orders  shapes orders
                  came with the template: 1 table (orders), 3 partitions of orders (2026-10, 2026-12 to 2027-01), 1 view (open_orders),
                      2 indexes, 1 function, 1 trigger
                  verified: 1 table; partitions for 2026-10 to 2026-11""");
    }

    @Test
    void reportWhenOnlySomeCameWithTemplateSaysWhich() {
        this.journal.setFromTemplate();
        this.journal.begin(state("writer"), TestPlans.steps(1000));
        apply(1000);

        assertThat(this.journal.report("a database", (VerificationReport) null)).hasToString("""
                Migrations on a database
                  001 orders        requested: orders       came with the template
                  002 open_orders   requested: open_orders  came with the template
                  003 notes         shapes orders           came with the template
                  1000 tend_orders  shapes orders           applied in 1100 ms
                  created, or came with the template: 1 table (orders), 2 partitions of orders (orders_2026_10, orders_####_##), 1 view
                      (open_orders), 2 indexes, 1 function, 1 trigger""");
    }

    @Test
    void reportWhenNothingIsSelectedSaysSoOnce() {
        List<PlannedMigration> steps = TestPlans.steps(1, 3).stream()
                .map(step -> new PlannedMigration(step.migration(), new Reason.Everything()))
                .toList();
        RunJournal all = new RunJournal(new MigrationPlan(List.of(), steps));
        all.begin(state("reader", "writer"), steps);

        assertThat(all.report("a database", TestPlans.migration(1))).hasToString("""
                Migrations on a database: all tables are requested
                  001 orders  FAILED
                  003 notes   not run""");
    }

    @Test
    void reportWhenReasonHasManyEntriesShortensIt() {
        String entries =
                IntStream.rangeClosed(1, 30).mapToObj(i -> "orders_" + i).collect(Collectors.joining(", "));
        List<PlannedMigration> steps =
                List.of(new PlannedMigration(TestPlans.migration(1), new Reason.Requested(entries)));
        RunJournal requested = new RunJournal(new MigrationPlan(List.of(), steps));
        requested.begin(state("reader", "writer"), steps);

        assertThat(requested.report("a database", TestPlans.migration(1))).hasToString("""
                Migrations on a database
                  001 orders  requested: orders_1, orders_2, orders_3, orders_4, orders_5, …  FAILED""");
    }

    @Test
    void summaryHasOutcomeThatIsEqualForAll() {
        assertThat(this.journal.report("a database", verified()).summary())
                .contains("Migrations on a database: 4 as reported before, nothing to do, verified");
        this.journal.begin(state(), TestPlans.PLAN.steps());
        apply(1, 2, 3, 1000);
        assertThat(this.journal.report("a database", (VerificationReport) null).summary())
                .contains("Migrations on a database: 4 as reported before, applied in 1406 ms");
    }

    @Test
    void summaryWhenOutcomesDifferIsEmpty() {
        this.journal.begin(state(), TestPlans.steps(1000));
        apply(1000);
        assertThat(this.journal.report("a database", verified()).summary()).isEmpty();
    }

    @Test
    void reportWhenRunFailedHasAppliedFailedAndNotRun() {
        this.journal.begin(state("reader", "writer"), TestPlans.steps(2, 3, 1000));
        apply(2);
        MigrationReport report = this.journal.report("a database", TestPlans.migration(3));
        assertThat(report).hasToString("""
                Migrations on a database
                  001 orders        requested: orders       was applied before
                  002 open_orders   requested: open_orders  applied in 102 ms
                  003 notes         shapes orders           FAILED
                  1000 tend_orders  shapes orders           not run
                  created: 1 view (open_orders)""");
        assertThat(report.alreadyApplied()).isEqualTo(TestPlans.steps(1));
        assertThat(report.applied()).isEqualTo(TestPlans.steps(2));
        assertThat(report.notRun()).isEqualTo(TestPlans.steps(1000));
    }

    @Test
    void reportWhenFirstMigrationFailedHasNoCreatedObjects() {
        this.journal.begin(state("reader", "writer"), TestPlans.steps(1, 2, 3, 1000));
        assertThat(this.journal.report("a database", TestPlans.migration(1)).toString())
                .doesNotContain("created")
                .doesNotContain("verified");
    }

    @Test
    void reportWhenConnectionWasLostCoversWholeRun() {
        this.journal.begin(state(), TestPlans.PLAN.steps());
        apply(1, 2);
        this.journal.begin(state("reader", "writer"), TestPlans.steps(3, 1000));
        apply(3, 1000);
        MigrationReport report = this.journal.report("a database", verified("orders_2026_10", "orders_2026_11"));
        assertThat(report.applied()).isEqualTo(TestPlans.PLAN.steps());
        assertThat(report.created())
                .extracting(Object::toString)
                .contains("table orders", "partition orders_2026_11 of orders");
    }

    @Test
    void createdHasNoPartitionsThatExistedBefore() {
        this.journal.begin(
                new DatabaseState(
                        List.of(),
                        new SchemaSnapshot(List.of(partition("orders_2026_11"))),
                        Set.of("writer"),
                        Set.of(),
                        HistoryTable.FORMAT),
                TestPlans.steps(1000));
        apply(1000);
        assertThat(this.journal
                        .report("a database", verified("orders_2026_11", "orders_2026_12", "orders_old"))
                        .created())
                .extracting(Object::toString)
                .containsExactly("partition orders_2026_12 of orders");
    }

    @Test
    void createdHasPartitionsInOrderOfNames() {
        this.journal.begin(state("writer"), TestPlans.steps(1000));
        apply(1000);
        assertThat(this.journal
                        .report("a database", verified("orders_2026_12", "orders_2026_11", "orders_2027_01"))
                        .created())
                .extracting(SchemaObject::name)
                .containsExactly("orders_2026_11", "orders_2026_12", "orders_2027_01");
    }

    @Test
    void createdWhenOtherNameIsComputedHasPattern() {
        assertThat(CreatedObjects.of(
                        catalog().file("001_a.sql", "creates: view v_*").build().migrations(),
                        null,
                        new SchemaSnapshot(List.of())))
                .extracting(Object::toString)
                .containsExactly("view v_*");
    }

    @Test
    void reportWhenAnotherProcessAppliedMigrationSaysAppliedBefore() {
        this.journal.begin(state("writer"), TestPlans.steps(3, 1000));
        this.journal.begin(state("writer"), TestPlans.steps(1000));
        assertThat(this.journal.report("a database", TestPlans.migration(1000)).alreadyApplied())
                .isEqualTo(TestPlans.steps(1, 2, 3));
    }

    @Test
    void createdWithoutVerificationHasPatterns() {
        this.journal.begin(state("writer"), TestPlans.steps(1000));
        apply(1000);
        assertThat(this.journal.report("a database", (VerificationReport) null)).hasToString("""
                Migrations on a database
                  001 orders        requested: orders       was applied before
                  002 open_orders   requested: open_orders  was applied before
                  003 notes         shapes orders           was applied before
                  1000 tend_orders  shapes orders           applied in 1100 ms
                  created: 1 partition of orders (orders_####_##)""");
    }

    @Test
    void absentRolesAreThoseOfPendingMigrations() {
        this.journal.begin(state("writer"), TestPlans.steps(1000));
        assertThat(this.journal.report("a database", verified()).absentRoles()).isEmpty();
        this.journal.begin(state("writer"), TestPlans.steps(1, 1000));
        assertThat(this.journal.report("a database", verified()).absentRoles()).containsExactly("reader");
    }

    @Test
    void reportOfRerunHasItsReason() {
        this.journal.begin(
                state("writer"),
                List.of(new PlannedMigration(TestPlans.migration(1000), new Reason.RunsAgain("its text has changed"))));
        apply(1000);
        assertThat(this.journal.report("a database", verified()).toString())
                .contains("\n  1000 tend_orders  again: its text has changed  applied in 1100 ms\n");
    }

    @Test
    void namesHasTablesOfComputedPartitions() {
        assertThat(CreatedObjects.names(List.of(TestPlans.migration(2), TestPlans.migration(1000))))
                .containsExactlyInAnyOrder("open_orders", "orders");
    }

    private void apply(int... numbers) {
        for (int number : numbers) {
            this.journal.applied(TestPlans.migration(number), Duration.ofMillis(100 + number));
        }
    }

    private static DatabaseState state(String... roles) {
        return new DatabaseState(
                List.of(), new SchemaSnapshot(List.of()), Set.of(roles), Set.of(), HistoryTable.FORMAT);
    }

    private static VerificationReport verified(String... partitions) {
        List<FoundObject> objects = new ArrayList<>(
                Arrays.stream(partitions).map(RunJournalTests::partition).toList());
        return new VerificationReport(
                "a database",
                Compared.withHeaders(VerifyLevel.RELATIONS),
                Map.of(ObjectKind.TABLE, 1),
                "2026-10 to 2026-11",
                List.of(),
                List.of(),
                new SchemaSnapshot(objects));
    }

    private static FoundObject partition(String name) {
        return new FoundObject(ObjectKind.PARTITION, name, "orders", true, null);
    }
}
