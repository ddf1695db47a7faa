package io.e2e.migrations.verify;

import static io.e2e.migrations.catalog.CatalogBuilder.catalog;
import static org.assertj.core.api.Assertions.assertThat;

import io.e2e.migrations.catalog.CatalogBuilder;
import io.e2e.migrations.plan.MigrationPlanner;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExpectedObjectsTests {

    @Test
    void objectsHasCreatedObjectsWithTheirMigrations() {
        ExpectedObjects expected = expected(catalog()
                .file("001_a.sql", "creates: table t, function f", "creates: trigger g on t")
                .file("002_b.sql", "creates: index i on t", "alters: table t (x)"));
        assertThat(text(expected))
                .containsExactly("table t: 001 a", "function f: 001 a", "trigger g on t: 001 a", "index i on t: 002 b");
    }

    @Test
    void objectsWhenObjectIsAlteredKeepsItsCreator() {
        assertThat(text(expected(
                        catalog().file("001_a.sql", "creates: function f").file("002_b.sql", "alters: function f"))))
                .containsExactly("function f: 001 a");
    }

    @Test
    void objectsHasNoDroppedObject() {
        assertThat(text(expected(catalog()
                        .file("001_a.sql", "creates: table t, view v", "creates: index i, j on t")
                        .file("002_b.sql", "drops: index i on t, view v"))))
                .containsExactly("table t: 001 a", "index j on t: 001 a");
    }

    @Test
    void objectsHasNoPartOfDroppedTable() {
        ExpectedObjects expected = expected(catalog()
                .file(
                        "001_a.sql",
                        "creates: table t, u",
                        "creates: index i on t, k on u",
                        "creates: partition p of t",
                        "creates: trigger g on t")
                .file("002_b.sql", "creates: partition t_## of t", "input: partitions_from")
                .file("003_c.sql", "drops: table t"));
        assertThat(text(expected)).containsExactly("table u: 001 a", "index k on u: 001 a");
        assertThat(expected.monthly()).isEmpty();
        assertThat(expected.names()).containsExactly("u", "k");
    }

    @Test
    void objectsHasNoPartOfDroppedView() {
        assertThat(text(expected(catalog()
                        .file("001_a.sql", "creates: view v", "creates: trigger g on v")
                        .file("002_b.sql", "drops: view v"))))
                .isEmpty();
    }

    @Test
    void objectsWhenFunctionIsDroppedKeepsPartsOfTableOfItsName() {
        assertThat(text(expected(catalog()
                        .file("001_a.sql", "creates: function t", "creates: index i on t")
                        .file("002_b.sql", "drops: function t"))))
                .containsExactly("index i on t: 001 a");
    }

    @Test
    void objectsWhenObjectIsDroppedKeepsOthersOfItsName() {
        assertThat(text(expected(catalog()
                        .file("001_a.sql", "creates: sequence s, u", "creates: type s, u")
                        .file("002_b.sql", "drops: sequence s", "drops: type u"))))
                .containsExactly("sequence u: 001 a", "type s: 001 a");
    }

    @Test
    void objectsWhenObjectIsRecreatedHasNewCreator() {
        assertThat(text(expected(catalog()
                        .file("001_a.sql", "creates: view v")
                        .file("002_b.sql", "drops: view v")
                        .file("003_c.sql", "creates: view v"))))
                .containsExactly("view v: 003 c");
    }

    @Test
    void objectsDistinguishesIndexesOfSameNameByTable() {
        assertThat(text(expected(catalog()
                        .file("001_a.sql", "creates: trigger g on t, trigger g on u")
                        .file("002_b.sql", "drops: trigger g on t"))))
                .containsExactly("trigger g on u: 001 a");
    }

    @Test
    void monthlyHasTableOfComputedPartitions() {
        ExpectedObjects expected = expected(catalog()
                .file("001_a.sql", "creates: table t", "creates: partition t_2025_11 of t")
                .file("002_b.sql", "creates: partition t_####_## of t", "input: partitions_from, partitions_through"));
        assertThat(expected.monthly())
                .hasEntrySatisfying("t", maker -> assertThat(maker).hasToString("002 b"));
        assertThat(text(expected)).containsExactly("table t: 001 a", "partition t_2025_11 of t: 001 a");
        assertThat(expected.names()).containsExactly("t", "t_2025_11");
    }

    @Test
    void monthlyWithoutInputIsEmpty() {
        ExpectedObjects expected = expected(catalog().file("001_a.sql", "creates: partition t_## of t"));
        assertThat(expected.monthly()).isEmpty();
        assertThat(expected.names()).isEmpty();
    }

    private static ExpectedObjects expected(CatalogBuilder catalog) {
        return new ExpectedObjects(MigrationPlanner.plan(catalog.build(), List.of()));
    }

    private static List<String> text(ExpectedObjects expected) {
        return expected.objects().entrySet().stream()
                .map(entry -> entry.getKey() + ": " + entry.getValue())
                .toList();
    }
}
