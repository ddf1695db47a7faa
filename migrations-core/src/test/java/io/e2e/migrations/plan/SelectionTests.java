package io.e2e.migrations.plan;

import static io.e2e.migrations.catalog.CatalogBuilder.catalog;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.e2e.migrations.catalog.MigrationCatalog;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SelectionTests {

    private static final MigrationCatalog CATALOG = catalog()
            .file(
                    "001_orders.sql",
                    "groups: shop",
                    "creates: table orders, order_lines",
                    "creates: index idx_orders_day on orders",
                    "creates: partition orders_2026 of orders",
                    "creates: trigger trg_orders on orders",
                    "creates: function order_total")
            .file("002_customers.sql", "groups: shop, people", "creates: table customers", "creates: view vips")
            .file("003_order_notes.sql", "groups: notes", "alters: table orders (note)")
            .file("010_tend_orders.sql", "creates: partition orders_#### of orders", "repeatable: true")
            .build();

    @Test
    void tableSelectsItsFinalForm() {
        assertThat(select("orders")).containsExactly(1, 3, 10);
        assertThat(select("order_lines")).containsExactly(1);
    }

    @Test
    void viewSelectsItsFinalForm() {
        assertThat(select("vips")).containsExactly(2);
    }

    @Test
    void partitionSelectsItsTable() {
        assertThat(select("orders_2026")).isEqualTo(select("orders"));
    }

    @Test
    void partitionWithComputedNameSelectsItsTable() {
        assertThat(select("orders_2031")).isEqualTo(select("orders"));
    }

    @Test
    void indexSelectsItsTable() {
        assertThat(select("idx_orders_day")).isEqualTo(select("orders"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"trg_orders", "order_total", "note"})
    void triggerFunctionOrColumnIsUnknown(String entry) {
        assertThat(unknown(CATALOG, entry))
                .hasMessageStartingWith("'" + entry + "' in the selected tables is not a table,");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"order_notes", "003", "003_order_notes.sql", "migration:order_notes", "migration:003", "3.0"})
    void migrationIsSelectedByNameVersionOrFile(String entry) {
        assertThat(select(entry)).containsExactly(1, 3);
    }

    @Test
    void migrationSelectsFinalFormOfObjectsThatItCreates() {
        assertThat(select("001")).containsExactly(1, 3, 10);
    }

    @Test
    void groupSelectsItsMigrationsAndFinalFormOfObjectsThatTheyCreate() {
        assertThat(select("people")).containsExactly(2);
        assertThat(select("shop")).containsExactly(1, 2, 3, 10);
        assertThat(select("group:notes")).containsExactly(1, 3);
    }

    @Test
    void globSelectsMatchingTablesAndViews() {
        assertThat(select("order_*")).containsExactly(1);
        assertThat(select("*s")).containsExactly(1, 2, 3, 10);
        assertThat(select("v*")).containsExactly(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"idx_*", "orders_2*", "trg_*", "nothing*", "ORDERS*"})
    void globWithoutMatchIsUnknown(String glob) {
        assertThat(unknown(CATALOG, glob).entry()).isEqualTo(glob);
    }

    @Test
    void blanksAroundEntryAreIgnored() {
        assertThat(select("  customers ")).containsExactly(2);
        assertThat(select("group: people")).containsExactly(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  ", "group:", "migration:"})
    void blankEntryIsUnknown(String entry) {
        assertThat(unknown(CATALOG, entry)).hasMessage("'" + entry + """
                ' in the selected tables is not a table, view, sequence, type, migration, group or pattern of the catalog.
                Action: Correct the entry in e2e.migrations.tables (or in the MigrationConfig that lists it). Objects of \
                the catalog: customers, order_lines, orders, vips.
                The catalog consists of file:/sql only, because e2e.migrations.locations replaces the default. For a table \
                of the Data Storage catalog, add classpath:db/e2e-migrations to it.""");
    }

    @Test
    void unknownEntryOfTheDefaultCatalogIsNotSaidToBeElsewhere() {
        MigrationCatalog catalog =
                catalog().in("classpath:db/e2e-migrations").file("001_a.sql").build();

        assertThat(unknown(catalog, "orders").remedy()).endsWith("Objects of the catalog: .");
    }

    @Test
    void sequenceOrTypeIsSelectedUnlessDropped() {
        MigrationCatalog catalog = catalog()
                .file("001_a.sql", "creates: sequence orders_seq, old_seq", "creates: type mood, old_mood")
                .file("002_b.sql", "alters: sequence orders_seq")
                .file("003_c.sql", "alters: type mood")
                .file("004_d.sql", "drops: sequence old_seq", "drops: type old_mood")
                .build();
        assertThat(select(catalog, "orders_seq")).containsExactly(1, 2);
        assertThat(select(catalog, "mood")).containsExactly(1, 3);
        assertThat(select(catalog, "*o*")).containsExactly(1, 2, 3);
        assertThat(unknown(catalog, "old_seq").nearest()).doesNotContain("old_seq");
        assertThat(unknown(catalog, "old_mood").nearest()).doesNotContain("old_mood");
    }

    @Test
    void relationWhenFunctionOrTriggerOfItsNameIsDroppedIsSelected() {
        MigrationCatalog catalog = catalog()
                .file("001_a.sql", "creates: table refresh", "creates: function refresh")
                .file("002_b.sql", "creates: index i on refresh, trigger i on refresh")
                .file("003_c.sql", "drops: function refresh", "drops: trigger i on refresh")
                .build();
        assertThat(select(catalog, "refresh")).containsExactly(1, 2, 3);
        assertThat(select(catalog, "i")).containsExactly(1, 2, 3);
    }

    @Test
    void unknownEntryBesideKnownOnesFails() {
        assertThat(catchThrowableOfType(
                                UnknownSelectionException.class,
                                () -> MigrationPlanner.plan(CATALOG, List.of("orders", "custmers")))
                        .nearest())
                .containsExactly("customers");
    }

    @Test
    void entryIsResolvedInDocumentedOrder() {
        MigrationCatalog catalog = catalog()
                .file("001_a.sql", "name: first", "groups: x", "creates: table twice")
                .file("002_b.sql", "name: twice", "groups: x", "creates: table other")
                .file("003_c.sql", "name: x", "groups: twice", "creates: table third")
                .build();
        assertThat(select(catalog, "twice")).containsExactly(1);
        assertThat(select(catalog, "migration:twice")).containsExactly(2);
        assertThat(select(catalog, "group:twice")).containsExactly(3);
        assertThat(select(catalog, "x")).containsExactly(3);
        assertThat(select(catalog, "group:x")).containsExactly(1, 2);
    }

    @Test
    void prefixedEntryHasNoOtherMeaning() {
        assertThat(unknown(CATALOG, "group:customers").nearest()).isEmpty();
        assertThat(unknown(CATALOG, "migration:vips").nearest()).isEmpty();
    }

    @Test
    void droppedRelationIsUnknown() {
        MigrationCatalog catalog = catalog()
                .file("001_a.sql", "creates: table t, u", "creates: index i, j on t", "creates: index k on u")
                .file("002_b.sql", "drops: table u", "drops: index i on t")
                .build();
        assertThat(unknown(catalog, "u").entry()).isEqualTo("u");
        assertThat(unknown(catalog, "i").entry()).isEqualTo("i");
        assertThat(unknown(catalog, "k").entry()).isEqualTo("k");
        assertThat(select(catalog, "j")).containsExactly(1, 2);
    }

    @Test
    void recreatedRelationIsSelected() {
        MigrationCatalog catalog = catalog()
                .file("001_a.sql", "creates: view v")
                .file("002_b.sql", "drops: view v")
                .file("003_c.sql", "creates: view v")
                .build();
        assertThat(select(catalog, "v")).containsExactly(1, 2, 3);
    }

    @Test
    void partitionOfDroppedTableIsUnknown() {
        MigrationCatalog catalog = catalog()
                .file("001_a.sql", "creates: table t", "creates: partition t_## of t")
                .file("002_b.sql", "drops: table t", "creates: table u")
                .build();
        assertThat(unknown(catalog, "t_07").entry()).isEqualTo("t_07");
    }

    static UnknownSelectionException unknown(MigrationCatalog catalog, String entry) {
        return catchThrowableOfType(
                UnknownSelectionException.class, () -> MigrationPlanner.plan(catalog, List.of(entry)));
    }

    private static List<Integer> select(String entry) {
        return select(CATALOG, entry);
    }

    private static List<Integer> select(MigrationCatalog catalog, String entry) {
        return MigrationPlanner.plan(catalog, List.of(entry)).migrations().stream()
                .map(migration -> migration.version().parts().get(0).intValue())
                .toList();
    }
}
