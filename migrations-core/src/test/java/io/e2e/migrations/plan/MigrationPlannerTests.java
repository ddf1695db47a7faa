package io.e2e.migrations.plan;

import static io.e2e.migrations.catalog.CatalogBuilder.catalog;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.e2e.migrations.catalog.CatalogBuilder;
import io.e2e.migrations.catalog.MigrationCatalog;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Tests each rule of the planner, and the reasons of a plan. */
class MigrationPlannerTests {

    @Test
    void planOfTableHasEveryMigrationThatShapesIt() {
        assertThat(plan(
                        catalog()
                                .file("001_a.sql", "creates: table t")
                                .file("002_b.sql", "alters: table t (x)")
                                .file("003_c.sql", "creates: index i on t")
                                .file("004_d.sql", "creates: trigger g on t")
                                .file("005_e.sql", "drops: index i on t")
                                .file("006_f.sql", "creates: partition p of t")
                                .file("007_g.sql", "creates: table u"),
                        "t"))
                .isEqualTo("""
                        001 a  requested: t
                        002 b  shapes t
                        003 c  shapes t
                        004 d  shapes t
                        005 e  shapes t
                        006 f  shapes t""");
    }

    @Test
    void planHasRequiredMigrationsTransitively() {
        assertThat(plan(
                        catalog()
                                .file("001_a.sql", "creates: table a")
                                .file("002_b.sql", "creates: table b", "requires: 001")
                                .file("003_c.sql", "creates: table c", "requires: 002, extension e, role r"),
                        "c"))
                .isEqualTo("""
                        001 a  required by 002 b
                        002 b  required by 003 c
                        003 c  requested: c""");
    }

    @Test
    void planWhenMigrationIsRequiredHasNoFinalFormOfItsTables() {
        assertThat(plan(
                        catalog()
                                .file("001_a.sql", "creates: table a")
                                .file("002_b.sql", "alters: table a (x)")
                                .file("003_c.sql", "creates: table c", "requires: 001"),
                        "c"))
                .isEqualTo("""
                        001 a  required by 003 c
                        003 c  requested: c""");
    }

    @Test
    void planWhenTableIsRequiredHasEveryEarlierMigrationThatShapesIt() {
        assertThat(plan(
                        catalog()
                                .file("001_a.sql", "creates: table a")
                                .file("002_b.sql", "alters: table a (x)")
                                .file("003_c.sql", "creates: table c", "requires: table a")
                                .file("004_d.sql", "alters: table a (y)"),
                        "c"))
                .isEqualTo("""
                        001 a  required by 003 c
                        002 b  required by 003 c
                        003 c  requested: c""");
    }

    @Test
    void planHasTypeOnlyWhenHeaderRequiresIt() {
        CatalogBuilder catalog = catalog()
                .file("001_a.sql", "creates: type mood, other", "creates: sequence s")
                .file("002_b.sql", "alters: type mood")
                .file("003_c.sql", "alters: sequence s")
                .file("004_d.sql", "creates: table required", "requires: type mood")
                .file("005_e.sql", "creates: table altered", "alters: type mood")
                .file("006_f.sql", "creates: table silent");
        assertThat(plan(catalog, "required")).isEqualTo("""
                        001 a  required by 004 d
                        002 b  required by 004 d
                        004 d  requested: required""");
        assertThat(plan(catalog, "altered")).isEqualTo("""
                        001 a  precedes 005 e on type mood
                        002 b  precedes 005 e on type mood
                        005 e  requested: altered""");
        assertThat(plan(catalog, "silent")).isEqualTo("006 f  requested: silent");
    }

    @Test
    void planWhenRepeatableMigrationRequiresTableHasAllThatShapeItBefore() {
        assertThat(plan(
                        catalog()
                                .file("001_v.sql", "creates: view v", "requires: table a", "repeatable: true")
                                .file("002_a.sql", "creates: table a")
                                .file("003_b.sql", "alters: table a (x)"),
                        "v"))
                .isEqualTo("""
                        002 a  required by 001 v
                        003 b  required by 001 v
                        001 v  requested: v""");
    }

    @Test
    void planHasEarlierMigrationsOnSameObjects() {
        assertThat(plan(
                        catalog()
                                .file("001_a.sql", "creates: table a")
                                .file("002_b.sql", "alters: table a (x)", "creates: table b")
                                .file("003_c.sql", "alters: table a (y)"),
                        "b"))
                .isEqualTo("""
                        001 a  precedes 002 b on a
                        002 b  requested: b""");
    }

    @Test
    void planHasEarlierMigrationsOnSharedFunctionOrView() {
        assertThat(plan(
                        catalog()
                                .file("001_a.sql", "creates: function f")
                                .file("002_b.sql", "creates: view v")
                                .file("003_c.sql", "creates: table t", "alters: function f, view v"),
                        "t"))
                .isEqualTo("""
                        001 a  precedes 003 c on f()
                        002 b  precedes 003 c on v
                        003 c  requested: t""");
    }

    @Test
    void planIsTransitive() {
        assertThat(plan(
                        catalog()
                                .file("001_a.sql", "creates: table a")
                                .file("002_b.sql", "alters: table a (x)", "creates: table b")
                                .file("003_c.sql", "alters: table b (x)", "creates: table c")
                                .file("004_d.sql", "alters: table c (x)", "creates: table d"),
                        "d"))
                .isEqualTo("""
                        001 a  precedes 002 b on a
                        002 b  precedes 003 c on b
                        003 c  precedes 004 d on c
                        004 d  requested: d""");
    }

    @Test
    void planWhenSeveralEntriesNameMigrationHasAllInItsReason() {
        assertThat(plan(
                        catalog().file("001_a.sql", "creates: table a, b").file("002_c.sql", "alters: table b (x)"),
                        "c",
                        "b",
                        "a"))
                .isEqualTo("""
                        001 a  requested: b, a
                        002 c  requested: c""");
    }

    @Test
    void planHasRequestedAsReasonBeforeOthers() {
        assertThat(plan(
                        catalog()
                                .file("001_a.sql", "creates: table a")
                                .file("002_b.sql", "alters: table a (x)", "creates: table b"),
                        "a",
                        "b"))
                .isEqualTo("""
                        001 a  requested: a
                        002 b  requested: b""");
    }

    @Test
    void planWhenNothingIsSelectedHasEverything() {
        assertThat(plan(catalog().file("001_a.sql").file("1000_b.sql"))).isEqualTo("""
                        001 a   all tables are requested
                        1000 b  all tables are requested""");
    }

    @Test
    void planKeepsSelectionUnchanged() {
        MigrationCatalog catalog =
                catalog().file("001_a.sql", "creates: table a").build();
        List<String> selection = new ArrayList<>(List.of(" a "));
        MigrationPlan plan = MigrationPlanner.plan(catalog, selection);
        selection.clear();
        assertThat(plan.selection()).containsExactly(" a ");
        assertThat(plan).hasToString("001 a  requested:  a ");
        assertThat(plan.steps()).extracting(Object::toString).containsExactly("001 a  requested:  a ");
    }

    @Test
    void planOfEmptyCatalogIsEmpty() {
        assertThat(plan(catalog())).isEmpty();
    }

    @Test
    void closureOfMigrationHasMigrationAndItsRequirements() {
        MigrationCatalog catalog = catalog()
                .file("001_a.sql", "creates: table a")
                .file("002_b.sql", "alters: table a (x)")
                .file("003_c.sql", "alters: table a (y)")
                .build();
        assertThat(MigrationPlanner.closure(catalog, catalog.migrations().get(1)))
                .extracting(migration -> migration.version().text())
                .containsExactly("1", "2");
    }

    private static String plan(CatalogBuilder catalog, String... selection) {
        return MigrationPlanner.plan(catalog.build(), List.of(selection)).explain();
    }

    @Test
    void planWhenFilesHaveNoHeadersContainsAllOfThemInTheirOrder() {
        MigrationCatalog plain = withoutHeaders();

        assertThat(plain.hasFacts()).isFalse();
        assertThat(MigrationPlanner.plan(plain, List.of())).hasToString("""
                002 a  the catalog is applied as a whole
                010 b  the catalog is applied as a whole""");
    }

    @Test
    void planWhenFilesHaveNoHeadersRefusesToSelect() {
        assertThatThrownBy(() -> MigrationPlanner.plan(withoutHeaders(), List.of("users", "orders")))
                .isInstanceOf(WholeCatalogException.class)
                .hasMessage("""
                        e2e.migrations.tables selects users, orders, but the migrations in file:/sql (plain SQL files) have no \
                        headers that say which tables they make.
                        Action: Leave out e2e.migrations.tables (or the MigrationConfig that lists them): the catalog is applied \
                        as a whole, once, into the template. Only the starter can find out what they make.""");
    }

    private static MigrationCatalog withoutHeaders() {
        return catalog()
                .text("10_b.sql", "-- note: any comment\nCREATE TABLE b (id int);")
                .text("2_a.sql", "")
                .buildPlain();
    }
}
