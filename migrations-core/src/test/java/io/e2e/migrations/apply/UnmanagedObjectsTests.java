package io.e2e.migrations.apply;

import static io.e2e.migrations.catalog.CatalogBuilder.catalog;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.e2e.migrations.plan.AppliedMigration;
import io.e2e.migrations.plan.MigrationPlan;
import io.e2e.migrations.plan.MigrationPlanner;
import io.e2e.migrations.plan.PendingFinder;
import io.e2e.migrations.schema.ObjectKind;
import io.e2e.migrations.session.DatabaseState;
import io.e2e.migrations.session.FoundObject;
import io.e2e.migrations.session.HistoryTable;
import io.e2e.migrations.session.SchemaSnapshot;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class UnmanagedObjectsTests {

    private static final FoundObject TABLE = found(ObjectKind.TABLE, "orders", null);
    private static final FoundObject INDEX = found(ObjectKind.INDEX, "idx_orders_a", "orders");
    private static final FoundObject FUNCTION = found(ObjectKind.FUNCTION, "order_total", null);
    private static final FoundObject VIEW = found(ObjectKind.VIEW, "open_orders", null);

    @Test
    void refuseWhenDatabaseIsEmptyAccepts() {
        assertThatCode(() -> refuse(List.of())).doesNotThrowAnyException();
    }

    @Test
    void refuseWhenObjectsOfPendingMigrationsExistFails() {
        UnmanagedObjectsException error = catchThrowableOfType(
                UnmanagedObjectsException.class, () -> refuse(List.of(), VIEW, FUNCTION, TABLE, INDEX));
        assertThat(error).hasMessage("""
                Objects that pending migrations would create already exist in a database, although the history does not \
                contain these migrations:
                  table orders
                  index idx_orders_a on orders
                  function order_total
                  view open_orders
                Action: psql or another tool probably created them. Start with an empty database or schema, or drop these \
                objects. Nothing was run.""");
        assertThat(error.objects()).extracting(Object::toString).contains("table orders");
    }

    @Test
    void remedyWhenOtherToolsHaveHistoriesNamesThem() {
        assertThat(catchThrowableOfType(
                                UnmanagedObjectsException.class,
                                () -> refuse(
                                        List.of(),
                                        TABLE,
                                        found(ObjectKind.TABLE, "flyway_schema_history", null),
                                        found(ObjectKind.TABLE, "databasechangelog", null)))
                        .remedy())
                .isEqualTo("""
                        The schema has a history of Flyway and Liquibase, which probably created them. Let only one tool create \
                        them: remove them from the test's migrations of Flyway and Liquibase, or from \
                        e2e.migrations.tables. Then start with an empty database or schema, or drop these objects. Nothing \
                        was run.""");
    }

    @Test
    void refuseWhenObjectsAreFromAppliedMigrationsAccepts() {
        assertThatCode(() -> refuse(List.of(1, 2), TABLE, INDEX, FUNCTION, VIEW))
                .doesNotThrowAnyException();
    }

    @Test
    void refuseNamesOnlyObjectsOfPendingMigrations() {
        assertThat(catchThrowableOfType(UnmanagedObjectsException.class, () -> refuse(List.of(1), TABLE, VIEW))
                        .objects())
                .extracting(Object::toString)
                .containsExactly("view open_orders");
    }

    @Test
    void refuseWhenRelationOfOtherKindHasNameFails() {
        assertThat(catchThrowableOfType(
                                UnmanagedObjectsException.class,
                                () -> refuse(List.of(1), found(ObjectKind.TABLE, "open_orders", null)))
                        .objects())
                .extracting(Object::toString)
                .containsExactly("view open_orders");
    }

    @Test
    void refuseWhenTypeHasNameOfSequenceAccepts() {
        MigrationPlan plan = MigrationPlanner.plan(
                catalog()
                        .file("001_a.sql", "creates: sequence s, t", "creates: type u")
                        .build(),
                List.of());
        PendingFinder finder = new PendingFinder(TestPlans.CATALOG, List.of(), Map.of());
        DatabaseState snapshot = state(List.of(
                found(ObjectKind.TYPE, "s", null),
                found(ObjectKind.INDEX, "t", "orders"),
                found(ObjectKind.TYPE, "u", null)));
        assertThat(catchThrowableOfType(
                                UnmanagedObjectsException.class,
                                () -> UnmanagedObjects.refuse("a database", plan, finder, snapshot))
                        .objects())
                .extracting(Object::toString)
                .containsExactly("sequence t", "type u");
    }

    @Test
    void refuseWhenTriggerOnOtherTableHasNameAccepts() {
        assertThatCode(() -> refuse(List.of(), found(ObjectKind.TRIGGER, "trg_orders", "other")))
                .doesNotThrowAnyException();
    }

    @Test
    void refuseWhenObjectsOfRepeatableMigrationsExistAccepts() {
        assertThatCode(() -> refuse(List.of(1, 2), found(ObjectKind.PARTITION, "orders_2031_07", "orders")))
                .doesNotThrowAnyException();
    }

    @Test
    void refuseIgnoresComputedNames() {
        MigrationPlan plan = MigrationPlanner.plan(
                catalog().file("001_a.sql", "creates: view v_*").build(), List.of());
        assertThatCode(() -> UnmanagedObjects.refuse(
                        "a database",
                        plan,
                        new PendingFinder(TestPlans.CATALOG, List.of(), Map.of()),
                        state(List.of(found(ObjectKind.VIEW, "v_*", null)))))
                .doesNotThrowAnyException();
    }

    private static void refuse(List<Integer> applied, FoundObject... found) {
        List<AppliedMigration> history = applied.stream()
                .map(TestPlans::migration)
                .map(migration -> new AppliedMigration(
                        migration.version().parts().get(0).longValue(),
                        migration.file(),
                        migration.checksum(),
                        Map.of(),
                        Instant.EPOCH,
                        "tester",
                        Duration.ZERO,
                        null))
                .toList();
        UnmanagedObjects.refuse(
                "a database",
                TestPlans.PLAN,
                new PendingFinder(TestPlans.CATALOG, history, Map.of()),
                state(Arrays.asList(found)));
    }

    private static DatabaseState state(List<FoundObject> found) {
        return new DatabaseState(List.of(), new SchemaSnapshot(found), Set.of(), Set.of(), HistoryTable.FORMAT);
    }

    private static FoundObject found(ObjectKind kind, String name, @Nullable String table) {
        return new FoundObject(kind, name, table, true, null);
    }
}
