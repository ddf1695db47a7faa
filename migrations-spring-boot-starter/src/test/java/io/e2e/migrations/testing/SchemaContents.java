package io.e2e.migrations.testing;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Everything that the tables and sequences of a schema hold, in the text form of each type.
 *
 * @param contents of each table its ordered rows, of each sequence its state
 */
public record SchemaContents(Map<String, List<String>> contents) {

    private static final String RELATIONS =
            "SELECT relkind::text || format('%%s.%%I', relnamespace::regnamespace, relname) FROM"
                    + " pg_class WHERE relnamespace = %s::regnamespace AND relkind IN ('r', 'p', 'S') AND NOT relispartition"
                    + " AND relname NOT LIKE 'e2e\\_migrations\\_%%'";

    public SchemaContents {
        contents = new TreeMap<>(contents);
    }

    public static SchemaContents of(SharedDatabase database) {
        return of(database, "'public'");
    }

    /** The contents of the schema that this literal names. */
    public static SchemaContents of(SharedDatabase database, String schema) {
        return new SchemaContents(database.query(RELATIONS.formatted(schema)).stream()
                .collect(Collectors.toMap(relation -> relation.substring(1), relation -> rows(database, relation))));
    }

    private static List<String> rows(SharedDatabase database, String relation) {
        String name = relation.substring(1);
        return database.query(
                relation.startsWith("S")
                        ? "SELECT last_value || ' ' || is_called FROM " + name
                        : "SELECT t::text FROM " + name + " t ORDER BY 1");
    }
}
