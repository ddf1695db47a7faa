package io.e2e.migrations.plan;

import static io.e2e.migrations.catalog.CatalogBuilder.catalog;
import static org.assertj.core.api.Assertions.assertThat;

import io.e2e.migrations.catalog.MigrationCatalog;
import io.e2e.migrations.config.MigrationOptions.OutOfOrder;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Tests when a repeatable migration runs, and when it runs again. */
class RepeatableMigrationTests {

    private static final Map<String, String> NOVEMBER =
            Map.of("partitions_from", "2026-10-01", "partitions_through", "2027-02-01");

    private static final Map<String, String> DECEMBER =
            Map.of("partitions_from", "2026-11-01", "partitions_through", "2027-03-01");

    private static final MigrationCatalog CATALOG = catalog()
            .file("001_a.sql", "creates: table a")
            .file("002_more_a.sql", "alters: table a (x)")
            .file("003_b.sql", "creates: table b")
            .file("999_view_a.sql", "creates: view v", "requires: table a", "repeatable: true")
            .file(
                    "1000_tend_a.sql",
                    "creates: partition a_####_## of a",
                    "input: partitions_from, partitions_through",
                    "repeatable: true")
            .build();

    @Test
    void runsAfterTheVersionedOnes() {
        assertThat(pending(new History(CATALOG), NOVEMBER))
                .containsExactly(
                        "001 a  all tables are requested",
                        "002 more_a  all tables are requested",
                        "003 b  all tables are requested",
                        "999 view_a  all tables are requested",
                        "1000 tend_a  all tables are requested");
    }

    @Test
    void doesNotRunAgainWhenNothingHasChanged() {
        assertThat(pending(everythingInNovember(), NOVEMBER)).isEmpty();
    }

    @Test
    void runsAgainWhenItsInputsChange() {
        assertThat(pending(everythingInNovember(), DECEMBER))
                .containsExactly("1000 tend_a  again: its inputs have changed to {partitions_from=2026-11-01,"
                        + " partitions_through=2027-03-01}");
    }

    @Test
    void runsAgainWhenItsTextChanges() {
        History history = everythingInNovember().row("1000_tend_a.sql", "0ld", NOVEMBER);
        assertThat(pending(history, NOVEMBER)).containsExactly("1000 tend_a  again: its text has changed");
    }

    @Test
    void runsAgainAfterAMigrationThatItRequires() {
        History history = new History(CATALOG)
                .applied("001_a.sql", "003_b.sql")
                .applied("1000_tend_a.sql", NOVEMBER)
                .applied("999_view_a.sql");
        assertThat(pending(history, NOVEMBER))
                .containsExactly(
                        "002 more_a  all tables are requested",
                        "999 view_a  again: 002 more_a is applied in this run",
                        "1000 tend_a  again: 002 more_a is applied in this run");
    }

    @Test
    void runsAgainThoughNotSelectedWhenWhatItRequiresIsApplied() {
        History history = new History(CATALOG).applied("001_a.sql", "999_view_a.sql");
        assertThat(pending(history, NOVEMBER, "a"))
                .containsExactly(
                        "002 more_a  shapes a",
                        "999 view_a  again: 002 more_a is applied in this run",
                        "1000 tend_a  shapes a");
    }

    @Test
    void runsAgainWhenAnEarlierRunAppliedWhatItRequiresAndFailedThen() {
        History history = new History(CATALOG)
                .applied("001_a.sql", "003_b.sql")
                .applied("1000_tend_a.sql", NOVEMBER)
                .applied("999_view_a.sql", "002_more_a.sql");
        assertThat(pending(history, NOVEMBER))
                .containsExactly(
                        "999 view_a  again: 002 more_a was applied since",
                        "1000 tend_a  again: 002 more_a was applied since");
    }

    @Test
    void runsAgainAfterAFailedRunThoughNotSelected() {
        History history = new History(CATALOG).applied("001_a.sql", "999_view_a.sql", "002_more_a.sql");
        assertThat(pending(history, NOVEMBER, "b"))
                .containsExactly("003 b  requested: b", "999 view_a  again: 002 more_a was applied since");
    }

    @Test
    void doesNotRunAgainWhenNotSelectedAndOnlyItsTextOrInputsChanged() {
        History history =
                new History(CATALOG).applied("001_a.sql", "002_more_a.sql").row("1000_tend_a.sql", "0ld", NOVEMBER);
        assertThat(pending(history, DECEMBER, "b")).containsExactly("003 b  requested: b");
    }

    @Test
    void doesNotRunWhenNeitherSelectedNorApplied() {
        assertThat(pending(new History(CATALOG), NOVEMBER, "b")).containsExactly("003 b  requested: b");
    }

    @Test
    void doesNotRunAgainAfterUnrelatedMigration() {
        History history = new History(CATALOG)
                .applied("001_a.sql", "002_more_a.sql")
                .applied("1000_tend_a.sql", NOVEMBER)
                .applied("999_view_a.sql", "003_b.sql");
        assertThat(pending(history, NOVEMBER)).isEmpty();
    }

    @Test
    void runsAgainWhenRequiredRepeatableMigrationRanAgain() {
        MigrationCatalog catalog = catalog()
                .file("001_view.sql", "creates: view v", "repeatable: true")
                .file("002_view_of_it.sql", "creates: view w", "requires: 001", "repeatable: true")
                .build();
        History history =
                new History(catalog).row("001_view.sql", "0ld", Map.of()).applied("002_view_of_it.sql");
        assertThat(pending(history, Map.of()))
                .containsExactly(
                        "001 view  again: its text has changed",
                        "002 view_of_it  again: 001 view is applied in this run");
    }

    @Test
    void inputsOfMigrationAreThoseItDeclares() {
        MigrationCatalog catalog = catalog()
                .file("001_a.sql", "creates: table a")
                .file("002_b.sql", "input: partitions_through")
                .build();
        PendingFinder finder = new PendingFinder(catalog, List.of(), NOVEMBER);
        assertThat(finder.inputsOf(catalog.migrations().get(0))).isEmpty();
        assertThat(finder.inputsOf(catalog.migrations().get(1)))
                .containsExactly(Map.entry("partitions_through", "2027-02-01"));
    }

    @Test
    void versionedMigrationDoesNotRunAgainWhenInputsChange() {
        MigrationCatalog catalog =
                catalog().file("001_a.sql", "input: partitions_from").build();
        History history = new History(catalog).applied("001_a.sql", Map.of("partitions_from", "2026-10-01"));
        assertThat(pending(history, DECEMBER)).isEmpty();
    }

    private static History everythingInNovember() {
        return new History(CATALOG)
                .applied("001_a.sql", "002_more_a.sql", "003_b.sql")
                .applied("1000_tend_a.sql", NOVEMBER)
                .applied("999_view_a.sql");
    }

    private static List<String> pending(History history, Map<String, String> inputs, String... selection) {
        return history
                .finder(inputs)
                .pending(MigrationPlanner.plan(history.catalog(), List.of(selection)), OutOfOrder.FAIL)
                .stream()
                .map(Object::toString)
                .toList();
    }
}
