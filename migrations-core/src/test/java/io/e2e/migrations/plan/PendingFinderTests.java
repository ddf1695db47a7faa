package io.e2e.migrations.plan;

import static io.e2e.migrations.catalog.CatalogBuilder.catalog;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.e2e.migrations.catalog.CatalogBuilder;
import io.e2e.migrations.catalog.Migration;
import io.e2e.migrations.catalog.MigrationCatalog;
import io.e2e.migrations.config.MigrationOptions.OutOfOrder;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PendingFinderTests {

    private final CatalogBuilder builder = catalog()
            .file("001_a.sql", "creates: table a")
            .file("002_b.sql", "creates: table b")
            .file("003_more_a.sql", "alters: table a (x)");

    private final MigrationCatalog catalog = this.builder.build();

    @Test
    void pendingWhenHistoryIsEmptyHasWholePlan() {
        assertThat(pending(new History(this.catalog))).containsExactly("001 a", "002 b", "003 more_a");
    }

    @Test
    void pendingHasNoAppliedMigration() {
        History history = new History(this.catalog).applied("001_a.sql", "003_more_a.sql");
        assertThat(pending(history)).containsExactly("002 b");
        assertThat(pending(history.applied("002_b.sql"))).isEmpty();
    }

    @Test
    void pendingHasUnappliedMigrationWhateverItsNumber() {
        assertThat(pending(new History(this.catalog).applied("002_b.sql"))).containsExactly("001 a", "003 more_a");
    }

    @Test
    void pendingHasOnlyPlannedMigrations() {
        assertThat(pending(new History(this.catalog), "b")).containsExactly("002 b");
    }

    @Test
    void pendingIgnoresRowsOfOtherCatalogs() {
        assertThat(pending(new History(this.catalog).row("900_other.sql", "checksum", Map.of()), "b"))
                .containsExactly("002 b");
    }

    @Test
    void pendingWhenAppliedFileWasRenamedFails() {
        AppliedMigration row = new AppliedMigration(
                1,
                "005_b.sql",
                checksum("002_b.sql"),
                Map.of(),
                History.APPLIED_AT,
                "tester",
                Duration.ZERO,
                "file:/sql");
        PendingFinder finder = new PendingFinder(this.catalog, List.of(row), Map.of());

        RenamedMigrationException error = catchThrowableOfType(
                RenamedMigrationException.class,
                () -> finder.pending(MigrationPlanner.plan(this.catalog, List.of("b")), OutOfOrder.FAIL));

        assertThat(error).hasMessage("""
                        Migrations were renamed after they were applied to this database:
                          005_b.sql, applied 2026-11-05T12:00:00Z, is now 002_b.sql
                        Action: Restore the old names, because the file's name identifies a migration; or, if the database \
                        contains nothing to keep, drop it and start with an empty one. Nothing was run.""");
        assertThat(error.renamings())
                .extracting(renaming -> renaming.applied().file())
                .containsExactly("005_b.sql");
    }

    @Test
    void pendingHasReasonsOfPlan() {
        assertThat(new PendingFinder(this.catalog, List.of(), Map.of())
                        .pending(MigrationPlanner.plan(this.catalog, List.of("a")), OutOfOrder.FAIL))
                .extracting(Object::toString)
                .containsExactly("001 a  requested: a", "003 more_a  shapes a");
    }

    @Test
    void isAppliedIgnoresChecksum() {
        PendingFinder finder = new PendingFinder(
                this.catalog,
                new History(this.catalog).row("001_a.sql", "other", Map.of()).rows(),
                Map.of());
        assertThat(finder.isApplied(this.catalog.migrations().get(0))).isTrue();
        assertThat(finder.isApplied(this.catalog.migrations().get(1))).isFalse();
    }

    @Test
    void pendingWhenAppliedFileWasEditedFails() {
        History history = new History(this.catalog)
                .row("001_a.sql", "0ld", Map.of())
                .applied("002_b.sql")
                .row("003_more_a.sql", "0lder", Map.of());
        ChangedMigrationException error = catchThrowableOfType(ChangedMigrationException.class, () -> pending(history));
        assertThat(error).hasMessage("""
                        Migrations were edited after they were applied to this database:
                          001_a.sql, applied 2026-11-05T12:00:00Z with checksum 0ld, now has checksum %s
                          003_more_a.sql, applied 2026-11-05T12:00:00Z with checksum 0lder, now has checksum %s
                        Action: Restore the old text and write the change as a new migration; or, if the database contains \
                        nothing to keep, drop it and start with an empty one.""".formatted(checksum("001_a.sql"), checksum("003_more_a.sql")));
        assertThat(error.changes())
                .extracting(change ->
                        change.migration().file() + " " + change.applied().checksum())
                .containsExactly("001_a.sql 0ld", "003_more_a.sql 0lder");
    }

    @Test
    void pendingWhenEditedFileIsNotPlannedIgnoresIt() {
        History history = new History(this.catalog).row("001_a.sql", "0ld", Map.of());
        assertThat(pending(history, "b")).containsExactly("002 b");
    }

    @Test
    void pendingWhenMigrationPrecedesAppliedOneOnSameObjectFails() {
        History history = new History(this.catalog).applied("003_more_a.sql");
        OutOfOrderException error = catchThrowableOfType(OutOfOrderException.class, () -> pending(history));
        assertThat(error).hasMessage("""
                Migrations would be applied out of order:
                  001_a.sql is pending, but 003_more_a.sql was already applied, and both touch a
                Action: Give the new migration a higher number; or start with an empty database; or, if the order makes no \
                difference, set e2e.migrations.out-of-order=apply.""");
        assertThat(error.pairs())
                .extracting(pair -> pair.late().file() + " " + pair.applied().file())
                .containsExactly("001_a.sql 003_more_a.sql");
    }

    @Test
    void pendingWhenOutOfOrderIsApplyHasLateMigration() {
        History history = new History(this.catalog).applied("003_more_a.sql");
        assertThat(labels(history.finder(Map.of())
                        .pending(MigrationPlanner.plan(this.catalog, List.of()), OutOfOrder.APPLY)))
                .containsExactly("001 a", "002 b");
    }

    @Test
    void outOfOrderNamesFirstAppliedMigrationAndSharedObjects() {
        MigrationCatalog wide = catalog()
                .file("001_late.sql", "alters: table t (x), table u (x), function f", "creates: table z")
                .file("002_first.sql", "alters: table u (y), function f", "creates: index i on t")
                .file("003_second.sql", "alters: table t (y)")
                .build();
        History history = new History(wide).applied("003_second.sql", "002_first.sql");
        assertThat(catchThrowableOfType(OutOfOrderException.class, () -> pending(history)))
                .hasMessageContaining(
                        "\n  001_late.sql is pending, but 002_first.sql was already applied, and both touch f(), t, u\n");
    }

    @Test
    void pendingReportsEditedFileBeforeOrder() {
        History history =
                new History(this.catalog).row("002_b.sql", "0ld", Map.of()).applied("003_more_a.sql");
        assertThat(catchThrowableOfType(ChangedMigrationException.class, () -> pending(history)))
                .isNotNull();
    }

    @Test
    void pendingWhenOnlyRepeatableMigrationsExtensionsOrRolesAreSharedIsInOrder() {
        MigrationCatalog catalog = catalog()
                .file("001_a.sql", "creates: table a", "requires: extension e, role r")
                .file("002_b.sql", "creates: table b", "requires: extension e, role r")
                .file("003_tend.sql", "creates: partition a_## of a", "repeatable: true")
                .file("004_more_a.sql", "alters: table a (x)")
                .build();
        History history = new History(catalog).applied("001_a.sql", "002_b.sql", "003_tend.sql");
        assertThat(pending(history)).containsExactly("004 more_a", "003 tend");
    }

    private static List<String> pending(History history, String... selection) {
        return labels(history.finder(Map.of())
                .pending(MigrationPlanner.plan(history.catalog(), List.of(selection)), OutOfOrder.FAIL));
    }

    private static List<String> labels(List<PlannedMigration> pending) {
        return pending.stream()
                .map(PlannedMigration::migration)
                .map(Migration::label)
                .toList();
    }

    @Test
    void pendingWhenHistoryHasChecksumOfWholeFileTakesItForUnchanged() {
        Migration first = this.catalog.migrations().get(0);

        assertThat(pending(new History(this.catalog).row(first.file(), first.fileChecksum(), Map.of()), "a"))
                .containsExactly("003 more_a");
    }

    private String checksum(String file) {
        return this.catalog.migrations().stream()
                .filter(migration -> migration.file().equals(file))
                .findFirst()
                .orElseThrow()
                .checksum();
    }
}
