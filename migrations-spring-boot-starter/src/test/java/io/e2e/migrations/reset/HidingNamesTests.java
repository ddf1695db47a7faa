package io.e2e.migrations.reset;

import static org.assertj.core.api.Assertions.assertThat;

import io.e2e.migrations.MigrationConfig;
import io.e2e.migrations.session.HistoryTable;
import io.e2e.migrations.session.Sql;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * No name of a user hides one of ours: tables, columns, types and constraints bear every word of our SQL, functions and
 * operators suit our arguments better than PostgreSQL's, and names contain what SQL and our blocks give a meaning.
 */
class HidingNamesTests extends OwnCatalog {

    private static final List<String> ODD = List.of(
            "R",
            "a b",
            "it's",
            "a\"b",
            "$$",
            "$e2e_migrations$",
            ":history",
            "%s%I",
            "?",
            "back\\slash",
            "é".repeat(31));

    /** No table can have columns of these names (PostgreSQL manual, "System Columns"). */
    private static final List<String> SYSTEM_COLUMNS = List.of("tableoid", "xmin", "cmin", "xmax", "cmax", "ctid");

    /** Every word of the SQL that records and restores. */
    private static List<String> words() {
        Map<String, String> others = OtherDataSql.values("{}", List.of());
        String sql = String.join(" ", ResetSql.definition(new HistoryTable("public"), others))
                + String.join(" ", OtherDataSql.definition(new HistoryTable("public"), others, true))
                + Stream.of(
                                SeedDataSql.READ_BEFORE,
                                SeedDataSql.READ_AFTER,
                                SeedDataSql.RECORD_ALL,
                                SeedDataSql.SEQUENCES_BEFORE,
                                SeedDataSql.SEQUENCES_CREATED)
                        .map(block -> SeedDataSql.in(new HistoryTable("public"), block))
                        .collect(Collectors.joining(" "));
        return Stream.concat(
                        Pattern.compile("[A-Za-z_][A-Za-z_0-9]*")
                                .matcher(sql)
                                .results()
                                .map(MatchResult::group),
                        ODD.stream())
                .distinct()
                .filter(word -> !SYSTEM_COLUMNS.contains(word))
                .toList();
    }

    private static String tables(String schema, List<String> wide, List<String> words) {
        String columns =
                wide.stream().map(word -> Sql.identifier(word) + " int").collect(Collectors.joining(", "));
        String values =
                IntStream.range(0, wide.size()).mapToObj(String::valueOf).collect(Collectors.joining(", "));
        return "CREATE TABLE wide (" + columns + "); INSERT INTO wide VALUES (" + values + ");"
                + words.stream()
                        .map(Sql::identifier)
                        .map(name -> "CREATE TABLE " + name + " (" + name + " int CONSTRAINT " + name + " CHECK ("
                                + name + " > 0));" + " INSERT INTO " + Sql.identifier(schema) + "." + name
                                + " VALUES (1);")
                        .collect(Collectors.joining("\n"));
    }

    private Map<String, List<String>> allRows(String schema, List<String> names) {
        Map<String, List<String>> rows = new LinkedHashMap<>();
        names.forEach(name -> rows.put(
                name,
                this.database.query("SELECT textin(record_out(x.*)) FROM " + Sql.identifier(schema) + "."
                        + Sql.identifier(name) + " x ORDER BY 1")));
        return rows;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "public",
                "x :history %s '\"\\ ?",
                "x$e2e_migrations$ :history",
                "ééééééééééééééééééééééééééééééé"
            })
    void resetWhenNamesAreOursRestoresEveryRow(String schema) {
        List<String> columns = schema.equals("public") ? words() : ODD;
        // A header separates names by spaces.
        List<String> words =
                columns.stream().filter(word -> !word.contains(" ")).toList();
        MigrationConfig config =
                this.catalog.config().withOptions(this.catalog.options().withSchema(schema));
        String header = words.stream()
                .map(word -> "-- creates: table " + word + "\n")
                .collect(Collectors.joining("", "-- creates: table wide\n", ""));
        this.catalog.write("001_wide.sql", header.strip(), tables(schema, columns, words));
        migrate(config);
        List<String> names = Stream.concat(words.stream(), Stream.of("wide")).toList();
        Map<String, List<String>> migrated = allRows(schema, names);
        Stream<String> changes =
                words.stream().map(word -> "DELETE FROM " + Sql.identifier(schema) + "." + Sql.identifier(word));
        this.database.execute(Stream.concat(
                        changes,
                        Stream.of("UPDATE " + Sql.identifier(schema) + ".wide SET " + Sql.identifier(words.get(0))
                                + " = -1"))
                .toArray(String[]::new));

        assertThat(reset(config).tables()).containsExactlyInAnyOrderElementsOf(names);

        assertThat(allRows(schema, names)).isEqualTo(migrated);
        this.catalog.write("002_next.sql", "-- alters: table wide (R)", "UPDATE wide SET \"R\" = 99;");
        migrate(config);
        Map<String, List<String>> later = allRows(schema, names);
        this.database.execute("DELETE FROM " + Sql.identifier(schema) + ".wide");
        assertThat(reset(config).tables()).containsExactly("wide");
        assertThat(allRows(schema, names)).isEqualTo(later);
    }

    @Test
    void resetWhenFunctionsOperatorsAndCastsSuitBetterUsesThoseOfPostgresql() {
        this.database.execute(
                function("format(text, regnamespace, text)"),
                function("format(text, regclass, name)"),
                function("json_build_object(text, text[])"),
                function("json_build_object(text, bigint)"),
                function("to_json(text)"),
                function("to_json(name)"),
                function("quote_ident(name)"),
                function("array_to_json(text[])"),
                function("join_json(json, text)"),
                function("join_json(text, json)"),
                "CREATE OPERATOR || (LEFTARG = json, RIGHTARG = text, FUNCTION = join_json)",
                "CREATE OPERATOR || (LEFTARG = text, RIGHTARG = json, FUNCTION = join_json)");
        this.catalog.write("001_a.sql", "-- creates: table a, function as_text, as_row", """
                CREATE TABLE a (id int, r int);
                INSERT INTO a VALUES (1, 1);
                CREATE SEQUENCE alone;
                CREATE FUNCTION as_text(a) RETURNS text LANGUAGE sql AS 'SELECT ''text''::text';
                CREATE FUNCTION as_row(text) RETURNS a LANGUAGE sql AS 'SELECT NULL::a';
                CREATE CAST (a AS text) WITH FUNCTION as_text(a) AS IMPLICIT;
                CREATE CAST (text AS a) WITH FUNCTION as_row(text) AS IMPLICIT;""");
        migrate();
        this.catalog.write("002_b.sql", "-- creates: table b", "CREATE TABLE b (id int); INSERT INTO b VALUES (2);");
        migrate();
        this.database.execute("UPDATE a SET r = 5", "DELETE FROM b", "SELECT nextval('alone')");

        assertThat(reset().tables()).containsExactly("a", "b");

        assertThat(this.database.query("SELECT id || ' ' || r FROM a UNION ALL SELECT id::text FROM b"))
                .containsExactly("1 1", "2");
    }

    private static String function(String signature) {
        return "CREATE FUNCTION " + signature
                + " RETURNS text LANGUAGE plpgsql AS 'BEGIN RAISE EXCEPTION ''hidden''; END'";
    }
}
