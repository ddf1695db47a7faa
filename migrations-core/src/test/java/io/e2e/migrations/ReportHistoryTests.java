package io.e2e.migrations;

import static io.e2e.migrations.catalog.CatalogBuilder.catalog;
import static org.assertj.core.api.Assertions.assertThat;

import io.e2e.migrations.apply.MigrationReport;
import io.e2e.migrations.apply.MigrationReport.Outcome;
import io.e2e.migrations.apply.MigrationReport.Step;
import io.e2e.migrations.plan.MigrationPlanner;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ReportHistoryTests {

    private final ReportHistory history = new ReportHistory();

    @Test
    void textWhenPlanIsReportedAgainIsOneLine() {
        this.history.text(report("embedded PostgreSQL 18.6 at 127.0.0.1:4000/a", Outcome.FROM_TEMPLATE, "a"));

        assertThat(this.history.text(
                        report("embedded PostgreSQL 18.6 at 127.0.0.1:4000/a_2", Outcome.FROM_TEMPLATE, "a")))
                .isEqualTo("Migrations on embedded PostgreSQL 18.6 at 127.0.0.1:4000/a_2: 1 as reported before");
    }

    @Test
    void textWhenPlanDiffersIsWhole() {
        MigrationReport other = report("embedded PostgreSQL 18.6 at 127.0.0.1:4000/a", Outcome.FROM_TEMPLATE, "a", "b");
        this.history.text(report("embedded PostgreSQL 18.6 at 127.0.0.1:4000/a", Outcome.FROM_TEMPLATE, "a"));

        assertThat(this.history.text(other)).isEqualTo(other.toString()).contains("\n  001 a  requested: a\n");
    }

    @Test
    void textWhenTargetIsOfAnotherKindIsWhole() {
        MigrationReport other = report("the application's database at db/a", Outcome.APPLIED, "a");
        this.history.text(report("embedded PostgreSQL 18.6 at 127.0.0.1:4000/a", Outcome.APPLIED, "a"));

        assertThat(this.history.text(other)).isEqualTo(other.toString());
    }

    @Test
    void textWhenOnlySomeMigrationsArePendingIsWhole() {
        List<Step> steps = List.of(
                report("a database", Outcome.ALREADY_APPLIED, "a", "b").steps().get(0),
                report("a database", Outcome.APPLIED, "a", "b").steps().get(1));
        MigrationReport mixed = new MigrationReport("a database", steps, List.of(), Set.of(), Set.of(), null);
        this.history.text(report("a database", Outcome.APPLIED, "a", "b"));

        assertThat(this.history.text(mixed)).isEqualTo(mixed.toString());
    }

    private static MigrationReport report(String target, Outcome outcome, String... tables) {
        List<Step> steps = MigrationPlanner.plan(
                        catalog()
                                .file("001_a.sql", "creates: table a")
                                .file("002_b.sql", "creates: table b")
                                .build(),
                        List.of(tables))
                .steps()
                .stream()
                .map(step -> new Step(step, outcome, Duration.ZERO))
                .toList();
        return new MigrationReport(target, steps, List.of(), Set.of(), Set.of(), null);
    }
}
