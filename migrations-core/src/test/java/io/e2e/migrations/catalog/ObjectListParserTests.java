package io.e2e.migrations.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ObjectListParserTests {

    private static final String KINDS =
            "the kinds are table, partition, view, index, function, trigger, sequence, type";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "table a",
                "view a",
                "function a",
                "sequence a",
                "type a",
                "table type",
                "index a on t",
                "trigger a on t",
                "partition a of t",
                "partition a_####_## of t",
                "partition a_* of t"
            })
    void parseReadsEveryKind(String entry) {
        assertThat(creates(entry)).containsExactly(entry);
    }

    @Test
    void entryWithoutKindHasKindOfPreviousEntry() {
        assertThat(creates("table a, b, view c, d")).containsExactly("table a", "table b", "view c", "view d");
    }

    @Test
    void tableAfterSeveralEntriesBelongsToAllOfThem() {
        assertThat(creates("index a, b, c on t")).containsExactly("index a on t", "index b on t", "index c on t");
        assertThat(creates("partition p, q of t")).containsExactly("partition p of t", "partition q of t");
    }

    @Test
    void entriesOfOneKindMayBelongToDifferentTables() {
        assertThat(creates("index a, b on t, c, d on u"))
                .containsExactly("index a on t", "index b on t", "index c on u", "index d on u");
        assertThat(creates("index a on t, index b on u")).containsExactly("index a on t", "index b on u");
    }

    @Test
    void tableAfterRepeatedKindBelongsToAllEntries() {
        assertThat(creates("index a, index b on t")).containsExactly("index a on t", "index b on t");
    }

    @Test
    void tableMayFollowOnOrOf() {
        assertThat(creates("partition p on t, index a of t")).containsExactly("partition p of t", "index a on t");
    }

    @Test
    void lineMayContainSeveralKinds() {
        assertThat(creates("table t, index a on t, trigger g on t, function f, partition p of t, view v"))
                .containsExactly(
                        "table t", "index a on t", "trigger g on t", "function f", "partition p of t", "view v");
    }

    @Test
    void alteredTableListsItsColumnsAndConstraints() {
        assertThat(read("alters", "table t (a, b,c ,  d_key), table u(e), function f"))
                .containsExactly("table t (a, b, c, d_key)", "table u (e)", "function f");
    }

    @ParameterizedTest
    @ValueSource(strings = {"table t", "table t ()", "table t ( , )"})
    void alteredTableWithoutListIsProblem(String entry) {
        assertThat(problems("alters", entry))
                .containsExactly(
                        "in 'alters:', 'table t' must list its changed columns and constraints: 'table t (…)'");
    }

    @ParameterizedTest
    @CsvSource({"creates, table t (a), table t (a)", "drops, table t (a), table t (a)", "alters, view v (a), view v (a)"
    })
    void objectWithListWhenNotAlteredTableIsProblem(String key, String entry, String shown) {
        assertThat(problems(key, entry))
                .containsExactly("in '" + key + ":', '" + shown
                        + "' has a list, which only an altered table has: remove the parentheses");
    }

    @Test
    void functionWithArgumentsIsProblem() {
        assertThat(problems("creates", "function lock_id(text, int)"))
                .containsExactly("in 'creates:', 'function lock_id (text, int)' has a list, which only an altered table"
                        + " has: remove the parentheses");
    }

    @Test
    void indexWithColumnsIsProblem() {
        assertThat(problems("creates", "index a (b) on t"))
                .containsExactly("in 'creates:', 'index a (b)' has a list, which only an altered table has: remove the"
                        + " parentheses");
    }

    @ParameterizedTest
    @CsvSource({"index, on", "trigger, on", "partition, of"})
    void partWithoutTableIsProblem(String kind, String preposition) {
        assertThat(problems("creates", kind + " a, b"))
                .containsExactly(
                        "in 'creates:', '" + kind + " a' must name its table: '" + kind + " a " + preposition
                                + " TABLE'",
                        "in 'creates:', '" + kind + " b' must name its table: '" + kind + " b " + preposition
                                + " TABLE'");
    }

    @Test
    void entryWithoutTableBeforeAnotherKindIsProblem() {
        assertThat(problems("creates", "index a, trigger g on t"))
                .containsExactly("in 'creates:', 'index a' must name its table: 'index a on TABLE'");
    }

    @Test
    void indexWithoutTableWhenLineHasOneTableIsProblem() {
        assertThat(problems("creates", "table t, index a"))
                .containsExactly("in 'creates:', 'index a' must name its table: 'index a on TABLE'");
    }

    @ParameterizedTest
    @CsvSource({"table", "view", "function", "sequence", "type"})
    void standaloneObjectWithTableIsProblem(String kind) {
        assertThat(problems("creates", kind + " a on t"))
                .containsExactly("in 'creates:', '" + kind + " a on t' names a table, but a " + kind
                        + " belongs to none: '" + kind + " a'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"extension", "column", "tables", "policy", "constraint"})
    void unknownKindIsProblem(String word) {
        assertThat(problems("creates", word + " a"))
                .containsExactly("in 'creates:', '" + word + "' is not a kind of object; " + KINDS);
    }

    @Test
    void firstEntryWithoutKindIsProblem() {
        assertThat(problems("creates", "audit_events"))
                .containsExactly("in 'creates:', 'audit_events' has no kind; " + KINDS);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "table",
                "table a b",
                "Table a",
                "index a on",
                "index on t",
                "table a (b",
                "table (b)",
                "a b c d"
            })
    void malformedEntryIsProblem(String entry) {
        assertThat(problems("drops", entry))
                .containsExactly("in 'drops:', '" + entry
                        + "' is not 'KIND NAME', 'KIND NAME on TABLE' or 'table NAME (COLUMN, …)'");
    }

    @Test
    void emptyEntryIsProblem() {
        assertThat(problems("creates", "table a,, b"))
                .containsExactly(
                        "in 'creates:', '' is not 'KIND NAME', 'KIND NAME on TABLE' or 'table NAME (COLUMN, …)'");
    }

    @Test
    void parseReportsProblemOfEveryEntry() {
        assertThat(problems("creates", "foo a, table b on t, index c")).hasSize(3);
    }

    private static List<String> creates(String value) {
        return read("creates", value);
    }

    private static List<String> read(String key, String value) {
        List<String> problems = new ArrayList<>();
        List<String> objects = ObjectListParser.parse(key, value, problems).stream()
                .map(Object::toString)
                .toList();
        assertThat(problems).isEmpty();
        return objects;
    }

    private static List<String> problems(String key, String value) {
        List<String> problems = new ArrayList<>();
        ObjectListParser.parse(key, value, problems);
        return problems;
    }
}
