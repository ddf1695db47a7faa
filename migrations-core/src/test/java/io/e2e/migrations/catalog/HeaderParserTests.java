package io.e2e.migrations.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.e2e.migrations.config.MigrationVersion;
import io.e2e.migrations.schema.ObjectKind;
import io.e2e.migrations.schema.SchemaObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HeaderParserTests {

    private static final String KEYS =
            "the keys are name, description, groups, creates, alters, drops, requires, input, repeatable, lossy";

    @Test
    void parseReadsEveryKey() {
        MigrationHeader header = parse("""
                -- name: audit_events
                -- description: The audit trail: one row per event.
                -- groups: audit, trail
                -- creates: table audit_events
                -- alters: table other (a, b)
                -- drops: view old_view
                -- requires: 013, extension uuid-ossp, role datastorage_app, table remediation_workflow_catalog
                -- input: partitions_from, partitions_through
                -- repeatable: true
                -- lossy: the order of rows

                -- +goose Up
                SELECT 1;
                """);
        assertThat(header)
                .isEqualTo(new MigrationHeader(
                        "audit_events",
                        "The audit trail: one row per event.",
                        Set.of("audit", "trail"),
                        List.of(SchemaObject.of(ObjectKind.TABLE, "audit_events")),
                        List.of(new SchemaObject(ObjectKind.TABLE, "other", null, List.of("a", "b"))),
                        List.of(SchemaObject.of(ObjectKind.VIEW, "old_view")),
                        List.of(
                                new Requirement.OtherMigration(MigrationVersion.of("13")),
                                new Requirement.Extension("uuid-ossp"),
                                new Requirement.Role("datastorage_app"),
                                new Requirement.FinalForm(
                                        SchemaObject.of(ObjectKind.TABLE, "remediation_workflow_catalog"))),
                        Set.of("partitions_from", "partitions_through"),
                        true,
                        "the order of rows"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"table a", "view a", "function a", "sequence a", "type a"})
    void requirementMayNameFinalFormOfStandaloneObject(String object) {
        assertThat(parse("-- name: a\n-- description: b\n-- requires: " + object)
                        .requires())
                .extracting(Object::toString)
                .containsExactly(object);
    }

    @Test
    void parseWhenKeysAreMissingGivesEmptyValues() {
        assertThat(parse("-- name: a\n-- description: b\n"))
                .isEqualTo(new MigrationHeader(
                        "a", "b", Set.of(), List.of(), List.of(), List.of(), List.of(), Set.of(), false, null));
    }

    @Test
    void repeatedKeyAddsValues() {
        assertThat(header("-- creates: table a\n-- groups: x\n-- creates: view b\n-- groups: y, x")
                        .creates())
                .extracting(Object::toString)
                .containsExactly("table a", "view b");
        assertThat(header("-- groups: x\n-- groups: y, x").groups()).containsExactlyInAnyOrder("x", "y");
    }

    @Test
    void lineWithThreeBlanksContinuesValue() {
        MigrationHeader header = header("""
                -- creates: index idx_a,
                --    idx_b,
                --        idx_c
                --    on t
                -- lossy: the UUIDs; when the migration is applied again,
                --    every version gets a new one""");
        assertThat(header.creates())
                .extracting(Object::toString)
                .containsExactly("index idx_a on t", "index idx_b on t", "index idx_c on t");
        assertThat(header.lossy())
                .isEqualTo("the UUIDs; when the migration is applied again, every version gets a new one");
    }

    @Test
    void valueMayBeginOnContinuation() {
        assertThat(header("-- creates:\n--    table a").creates())
                .extracting(Object::toString)
                .containsExactly("table a");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--", "-- Prose.", "", "--   \t"})
    void continuationAfterAnotherLineIsIgnored(String between) {
        assertThat(header("-- groups: x\n" + between + "\n--    y").groups()).containsExactly("x");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-- Months pass, and so this runs again.",
                "-- Note: a capital letter begins prose.",
                "-- see why: the word before the colon must stand alone",
                "-- https://www.postgresql.org/docs/ is no key",
                "--",
                "-----------------------------",
                "--    indented: and nothing to continue"
            })
    void commentWithoutKeyIsProse(String line) {
        assertThat(header("--\n" + line)).isEqualTo(header(""));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-- groups: x",
                "--groups: x",
                "--  groups: x",
                "-- groups:x",
                "   -- groups: x  ",
                "-- groups:\tx"
            })
    void blanksAroundKeyAreIgnored(String line) {
        assertThat(header(line).groups()).containsExactly("x");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-- +goose Up", "SELECT 1;", "/* a comment of the other kind */"})
    void headerEndsWhereSqlBegins(String end) {
        assertThat(header(end + "\n-- groups: x").groups()).isEmpty();
    }

    @Test
    void headerMayContainEmptyLines() {
        assertThat(header("\n\n-- groups: x").groups()).containsExactly("x");
    }

    @ParameterizedTest
    @CsvSource({"create", "require", "inputs", "goups", "todo", "data-loss", "see_also"})
    void unknownKeyIsProblem(String key) {
        assertThat(problems("-- " + key + ": x")).containsExactly("unknown header key '" + key + "'; " + KEYS);
    }

    @Test
    void unknownKeyWithoutValueIsProblem() {
        assertThat(problems("-- todo:")).containsExactly("unknown header key 'todo'; " + KEYS);
    }

    @Test
    void missingNameAndDescriptionAreProblems() {
        List<String> problems = new ArrayList<>();
        HeaderParser.parse("-- groups: a\nSELECT 1;", problems);
        assertThat(problems)
                .containsExactly("the header has no '-- name: …' line", "the header has no '-- description: …' line");
    }

    @Test
    void keyWithoutValueIsProblem() {
        List<String> problems = new ArrayList<>();
        HeaderParser.parse("-- name:\n-- description: a\n-- lossy:\n", problems);
        assertThat(problems)
                .containsExactly("the header has no '-- name: …' line", "the header has no '-- lossy: …' line");
    }

    @Test
    void unknownInputIsProblem() {
        assertThat(problems("-- input: partitions_from, partitions_until"))
                .containsExactly(
                        "unknown input 'partitions_until'; the inputs are partitions_from, partitions_through");
    }

    @ParameterizedTest
    @CsvSource({"false", "yes", "True", "''"})
    void repeatableWhenNotTrueIsProblem(String value) {
        assertThat(problems("-- repeatable: " + value))
                .containsExactly("'-- repeatable: " + value + "' must read '-- repeatable: true', or be left out");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"audit_events", "013 audit_events", "extension", "role", "table", "index a", "-1", "1..2", "13a"
            })
    void malformedRequirementIsProblem(String entry) {
        assertThat(problems("-- requires: 001, " + entry))
                .containsExactly("'requires: " + entry
                        + "' is none of: a migration's version (013), 'KIND NAME' (table, view, function, sequence, type),"
                        + " 'extension NAME', 'role NAME'");
    }

    @ParameterizedTest
    @CsvSource({"1, 001", "013, 013", "1000, 1000", "999999999, 999999999"})
    void requiredNumberMayBePadded(String written, String shown) {
        assertThat(header("-- requires: " + written).requires())
                .singleElement()
                .isInstanceOf(Requirement.OtherMigration.class)
                .hasToString(shown);
    }

    @Test
    void requiredExtensionMayBeQuoted() {
        assertThat(header("-- requires: extension \"uuid-ossp\"").requires())
                .containsExactly(new Requirement.Extension("uuid-ossp"));
    }

    @Test
    void requirementsHaveTextOfHeader() {
        assertThat(header("-- requires: 7, table t, extension e, role r").requires())
                .extracting(Object::toString)
                .containsExactly("007", "table t", "extension e", "role r");
    }

    @Test
    void rolesAreThoseOfRequirements() {
        assertThat(header("-- requires: 7, role r, extension e, role s").roles())
                .containsExactly("r", "s");
    }

    @Test
    void parseCollectsEveryProblem() {
        assertThat(problems("-- todo: x\n-- creates: foo a\n-- input: y\n-- requires: z"))
                .hasSize(4);
    }

    /** The header with these lines after name and description. */
    private static MigrationHeader header(String lines) {
        return parse("-- name: a\n-- description: b\n" + lines);
    }

    private static MigrationHeader parse(String text) {
        List<String> problems = new ArrayList<>();
        MigrationHeader header = HeaderParser.parse(text, problems);
        assertThat(problems).isEmpty();
        return header;
    }

    private static List<String> problems(String lines) {
        List<String> problems = new ArrayList<>();
        HeaderParser.parse("-- name: a\n-- description: b\n" + lines, problems);
        return problems;
    }
}
