package io.e2e.migrations.inspect;

import io.e2e.migrations.schema.ObjectKind;
import io.e2e.migrations.session.Sql;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The query for the rows of all tables. It returns the table's name, and the row as the text of a JSON object. */
final class RowQuery {

    /** A default that calls a function returns another value in every run; only nextval starts from one in each. */
    private static final Pattern CALL = Pattern.compile(" default (?!nextval\\()(.*\\(.*)");

    /** Parentheses that are not calls: in a literal, and around the length of a type. */
    private static final Pattern NO_CALL = Pattern.compile("'[^']*'|::[a-z ]+\\([0-9, ]+\\)");

    private RowQuery() {}

    /** Empty if there is no table, or if no rows are wanted. */
    static Optional<String> sql(SchemaDescription tables, String schema, RowDetail detail) {
        if (detail == RowDetail.NONE) {
            return Optional.empty();
        }
        String sql = tables.ofKind(ObjectKind.TABLE)
                .map(table -> select(table, schema, detail))
                .collect(Collectors.joining("\nUNION ALL\n"));
        return sql.isEmpty() ? Optional.empty() : Optional.of(sql + "\nORDER BY 1, 2");
    }

    private static String select(DescribedObject table, String schema, RowDetail detail) {
        String name = Sql.identifier(schema) + "." + Sql.identifier(table.name());
        String masks = detail == RowDetail.EXACT
                ? ""
                : table.parts("column")
                        .flatMap(RowQuery::mask)
                        .collect(Collectors.joining(", ", " || jsonb_build_object(", ")"));
        return "SELECT " + Sql.literal(table.name()) + ", (to_jsonb(r.*)" + masks + ")::text FROM " + name + " AS r";
    }

    private static Stream<String> mask(DescribedPart column) {
        Matcher matcher = CALL.matcher(" " + NO_CALL.matcher(column.text()).replaceAll(""));
        return matcher.find()
                ? Stream.of(Sql.literal(column.name()) + ", "
                        + Sql.literal(matcher.group(1).strip()))
                : Stream.empty();
    }
}
