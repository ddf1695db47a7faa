package io.e2e.migrations.revert;

import static io.e2e.migrations.catalog.CatalogBuilder.catalog;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.e2e.migrations.catalog.CatalogBuilder;
import io.e2e.migrations.catalog.Migration;
import io.e2e.migrations.catalog.MigrationCatalog;
import io.e2e.migrations.plan.AppliedMigration;
import io.e2e.migrations.plan.UnknownSelectionException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RevertPlannerTests {

    private static final String DOWN = "\n\n-- +goose Up\nSELECT 1;\n-- +goose Down\nSELECT 2;\n";

    private final MigrationCatalog catalog = builder().build();
    private final List<AppliedMigration> history = applied(this.catalog);

    /** Two tables of two migrations each, the partitions of one, and a view of the other. */
    private static CatalogBuilder builder() {
        return add(catalog(), "001_a.sql", "creates: table a")
                .text("002_b.sql", text("002_b.sql", "creates: table b"))
                .text("003_more_a.sql", text("003_more_a.sql", "alters: table a (x)"))
                .text("004_more_b.sql", text("004_more_b.sql", "alters: table b (x)"))
                .text("1000_months.sql", text("1000_months.sql", "creates: partition a_#### of a\n-- repeatable: true"))
                .text(
                        "1001_view.sql",
                        text("1001_view.sql", "creates: view v\n-- requires: table b\n-- repeatable: true"));
    }

    private static CatalogBuilder add(CatalogBuilder builder, String file, String header) {
        return builder.text(file, text(file, header));
    }

    private static String text(String file, String header) {
        return "-- name: " + file.substring(file.indexOf('_') + 1).replace(".sql", "")
                + "\n-- description: For a test.\n-- " + header + DOWN;
    }

    private static List<AppliedMigration> applied(MigrationCatalog catalog) {
        List<AppliedMigration> rows = new ArrayList<>();
        for (Migration migration : catalog.migrations()) {
            rows.add(row(rows.size() + 1L, migration.file(), migration.checksum()));
        }
        return rows;
    }

    private static AppliedMigration row(long rank, String file, String checksum) {
        return new AppliedMigration(
                rank, file, checksum, Map.of(), Instant.EPOCH, "tester", Duration.ZERO, "file:/sql");
    }

    private List<String> plan(RevertRequest request) {
        return plan(this.catalog, request);
    }

    private List<String> plan(MigrationCatalog catalog, RevertRequest request) {
        return RevertPlanner.plan(catalog, this.history, request, "a database").stream()
                .map(step -> step.migration() + ": " + step.reason())
                .toList();
    }

    @Test
    void lastIsTheVersionedMigrationThatWasAppliedLastWithWhatNeedsIt() {
        assertThat(plan(RevertRequest.last())).containsExactly("1001 view: needs 004 more_b", "004 more_b: requested");
        this.history.removeIf(row -> row.file().startsWith("002"));
        this.history.add(row(9, "002_b.sql", checksum("002_b.sql")));
        assertThat(plan(RevertRequest.last().withDependents()))
                .as("by when it was applied, not by its number")
                .containsExactly("1001 view: needs 002 b", "004 more_b: needs 002 b", "002 b: requested");
    }

    @Test
    void lastWhenOnlyRepeatableMigrationsAreAppliedIsTheLastOfThem() {
        this.history.removeIf(row -> !row.file().startsWith("1"));
        assertThat(plan(RevertRequest.last())).containsExactly("1001 view: requested");
    }

    @Test
    void allAfterLeavesTheMigrationAndAllFromDoesNot() {
        assertThat(plan(RevertRequest.allAfter("003")))
                .containsExactly("1001 view: needs 004 more_b", "004 more_b: requested");
        assertThat(plan(RevertRequest.allFrom("more_a")))
                .containsExactly("1001 view: needs 004 more_b", "004 more_b: requested", "003 more_a: requested");
        assertThat(plan(RevertRequest.allFrom("1000_months.sql")))
                .containsExactly("1001 view: requested", "1000 months: requested");
    }

    @Test
    void selectionOfATableIsEveryMigrationThatTouchesIt() {
        assertThat(plan(RevertRequest.of("a")))
                .as("the migration a is not meant, because objects come first")
                .containsExactly("1000 months: requested", "003 more_a: requested", "001 a: requested");
    }

    @Test
    void partitionsOfARepeatableMigrationStayUnlessTheTableGoes() {
        assertThat(plan(RevertRequest.of("003"))).containsExactly("003 more_a: requested");
        assertThat(plan(RevertRequest.of("migration:001").withDependents()))
                .containsExactly("1000 months: needs 001 a", "003 more_a: needs 001 a", "001 a: requested");
    }

    @Test
    void stateThatTheDatabaseIsInNeedsNothing() {
        this.history.removeIf(
                row -> !row.file().startsWith("001") && !row.file().startsWith("002"));

        assertThat(plan(RevertRequest.allAfter("002"))).isEmpty();
        assertThat(plan(RevertRequest.allFrom("003"))).isEmpty();
        assertThat(new RevertReport("a database", List.of(), List.of())).hasToString("Nothing to revert on a database");
    }

    @Test
    void selectionIgnoresWhatIsNotAppliedButNotWhatIsUnknown() {
        this.history.removeIf(row -> row.file().startsWith("004"));
        assertThat(plan(RevertRequest.of("004", "003"))).containsExactly("003 more_a: requested");
        assertRefused(
                RevertRequest.of("004"), "none of its migrations is applied", "MigrationService.status() shows them.");
        assertThatThrownBy(() -> plan(RevertRequest.of("more_c"))).isInstanceOf(UnknownSelectionException.class);
    }

    @Test
    void migrationThatIsNeededIsRefusedWithAllThatNeedIt() {
        assertRefused(
                RevertRequest.of("migration:001", "migration:002"),
                "001 a is needed by 003 more_a\n  002 b is needed by 004 more_b",
                "Revert them too: migrations.revert(RevertRequest.of(\"migration:001\", \"migration:002\").withDependents()).");
    }

    @Test
    void migrationWithoutADownIsRefused() {
        MigrationCatalog noDown =
                catalog().file("001_a.sql", "creates: table a").build();
        this.history.clear();
        this.history.addAll(applied(noDown));
        assertRefused(
                noDown,
                RevertRequest.last(),
                "001 a has no Down section",
                "Undo it with a new migration, or start with an empty database.");
    }

    @Test
    void migrationThatWasEditedIsRefused() {
        this.history.replaceAll(row -> row(row.rank(), row.file(), "0ld"));
        assertRefused(
                RevertRequest.last(),
                "1001 view was edited after it was applied, so its Down may not fit\n"
                        + "  004 more_b was edited after it was applied, so its Down may not fit",
                "Apply the migrations first, which runs it again. Restore the old text; or, if the Down fits what was applied,"
                        + " first migrations.repair(\"004_more_b.sql\").");
    }

    @Test
    void migrationWhoseDownEndsItsTransactionIsRefused() {
        MigrationCatalog commits = catalog()
                .text("001_a.sql", text("001_a.sql", "creates: table a") + "COMMIT;\n")
                .build();
        this.history.clear();
        this.history.addAll(applied(commits));
        assertRefused(
                commits,
                RevertRequest.last(),
                "001 a has a Down section that begins or ends a transaction itself",
                "Undo it with a new migration, or start with an empty database.");
    }

    @Test
    void migrationWhoseDownCannotBeRepeatedIsRefused() {
        MigrationCatalog vacuums = catalog()
                .text("001_a.sql", text("001_a.sql", "creates: table a") + "VACUUM b;\n")
                .build();
        this.history.clear();
        this.history.addAll(applied(vacuums));
        assertRefused(
                vacuums,
                RevertRequest.last(),
                "001 a has a Down section that may be done in part when it is interrupted: the statement at line 9 cannot run"
                        + " in a transaction, and only DROP INDEX CONCURRENTLY before all other statements can be run again",
                "Undo it with a new migration, or start with an empty database.");
    }

    @Test
    void laterMigrationWhoseFileIsGoneIsRefused() {
        this.history.add(row(9, "005_gone.sql", "checksum"));
        assertRefused(
                RevertRequest.last(),
                "005_gone.sql was applied later and may need them, but its file is gone",
                "Restore the file; or, if it never comes back, migrations.repair(\"005_gone.sql\").");
    }

    @Test
    void droppedPartsAreTheTablesAndTheColumnsThatTheDownNames() {
        MigrationCatalog drops = catalog()
                .text(
                        "001_a.sql",
                        text("001_a.sql", "creates: table a\n-- alters: table b (x, \"y z\", renamed, check_x)")
                                + "ALTER TABLE b DROP x, DROP COLUMN IF EXISTS \"y z\", DROP CONSTRAINT check_x;\n"
                                + "ALTER TABLE b RENAME renamed TO old;\n")
                .build();
        assertThat(DataLoss.dropped(drops.migrations().get(0)))
                .extracting(part -> part.table() + "." + part.column())
                .containsExactly("a.", "b.x", "b.y z");
    }

    private void assertRefused(RevertRequest request, String reason, String remedy) {
        assertRefused(this.catalog, request, reason, remedy);
    }

    private void assertRefused(MigrationCatalog catalog, RevertRequest request, String reason, String remedy) {
        assertThatThrownBy(() -> plan(catalog, request))
                .isInstanceOf(RevertRefusedException.class)
                .hasMessage("Cannot revert on a database:\n  " + reason + "\nNothing was changed.\nAction: " + remedy);
    }

    private String checksum(String file) {
        return this.catalog.migrations().stream()
                .filter(migration -> migration.file().equals(file))
                .map(Migration::checksum)
                .findFirst()
                .orElseThrow();
    }
}
