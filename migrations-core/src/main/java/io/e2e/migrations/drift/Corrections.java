package io.e2e.migrations.drift;

import static io.e2e.migrations.drift.Identifiers.quoted;

import io.e2e.migrations.inspect.DescribedObject;
import io.e2e.migrations.inspect.DescribedPart;
import io.e2e.migrations.schema.ObjectKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The statements that would make a database what it should be, for people to read and run: each ends with a semicolon, and
 * with {@code -- loses data} if it does. Names have no schema, like those in the definitions that PostgreSQL prints, so the
 * statements need the schema in the search path.
 */
final class Corrections {

    /** The mark of a statement after which data is gone. */
    static final String LOSES_DATA = "  -- loses data";

    private Corrections() {}

    /** Creates an object, with all that belongs to it. */
    static List<String> create(DescribedObject object, Stream<DescribedObject> belonging) {
        List<String> statements = new ArrayList<>();
        Predicate<DescribedPart> inline = part -> false;
        if (object.kind() == ObjectKind.TABLE || object.kind() == ObjectKind.PARTITION) {
            statements.addAll(TableCorrections.create(object));
            inline = part -> part.is(DescribedPart.DEFINITION) || part.is("column");
        }
        object.parts().stream()
                .filter(inline.negate())
                .filter(part -> !part.is(DescribedPart.ROW))
                .filter(part -> object.kind() != ObjectKind.VIEW || !part.is("column"))
                .forEach(part -> statements.addAll(add(object, part)));
        belonging.forEach(piece -> statements.addAll(create(piece, Stream.empty())));
        return statements;
    }

    /** Adds a part of an object. */
    static List<String> add(DescribedObject object, DescribedPart part) {
        Map<String, String> aspects = Aspect.of(part.facets());
        List<String> statements = new ArrayList<>();
        switch (word(object, part)) {
            case "column" -> statements.addAll(ColumnCorrections.add(object, part));
            case "comment" -> statements.add(comment(object, part, part.text()));
            case "privileges" -> statements.addAll(PrivilegeCorrections.change(object, part, part.text(), ""));
            default -> {
                statements.add(DefinitionCorrections.create(object, part));
                aspects.forEach((key, piece) -> statements.addAll(alter(object, part, new Change(key, piece, null))));
            }
        }
        return statements;
    }

    /** Removes a part of an object, or the object if the part is its definition. */
    static List<String> remove(DescribedObject object, DescribedPart part) {
        String table = quoted(Objects.requireNonNullElse(object.table(), object.name()));
        return switch (word(object, part)) {
            case "column" ->
                List.of("ALTER TABLE " + table(object) + " DROP COLUMN " + quoted(part.name()) + ";" + LOSES_DATA);
            case "constraint" ->
                List.of("ALTER TABLE " + table(object) + " DROP CONSTRAINT " + quoted(part.name()) + ";");
            case "comment" -> List.of(comment(object, part, "NULL"));
            case "privileges" -> PrivilegeCorrections.change(object, part, "", part.text());
            case "PARTITION" -> List.of("ALTER TABLE " + table + " DETACH PARTITION " + quoted(object.name()) + ";");
            default -> List.of("DROP " + thing(object, part) + ";");
        };
    }

    /** Changes one aspect of a part. */
    static List<String> change(DescribedObject object, Parts parts, Change change) {
        DescribedPart part = parts.expected();
        return switch (word(object, part)) {
            case "column" -> ColumnCorrections.change(object, parts, change);
            case "privileges" ->
                PrivilegeCorrections.change(
                        object,
                        part,
                        Objects.requireNonNullElse(change.wanted(), ""),
                        Objects.requireNonNullElse(change.found(), ""));
            case "comment" -> add(object, part);
            default -> {
                List<String> statements = alter(object, part, change);
                yield !statements.isEmpty() || change.aspect() == Aspect.SEQUENCE
                        ? statements
                        : DefinitionCorrections.replace(object, parts);
            }
        };
    }

    /** What an ALTER or COMMENT changes without creating the part again; empty if none does. */
    private static List<String> alter(DescribedObject object, DescribedPart part, Change change) {
        String wanted = change.wanted();
        return switch (change.aspect()) {
            case COMMENT ->
                List.of(comment(object, part, wanted == null ? "NULL" : wanted.substring("comment ".length())));
            case OWNER ->
                List.of("ALTER " + thing(object, part) + " OWNER TO "
                        + (wanted == null ? "CURRENT_USER" : wanted.substring("owner ".length())) + ";");
            case CHECKED -> TableCorrections.check(change.found());
            case ENABLED, ELSEWHERE -> TableCorrections.enable(object, part, change);
            case INVALID -> wanted == null ? List.of("REINDEX INDEX " + quoted(object.name()) + ";") : List.of();
            default -> part.is(DescribedPart.DEFINITION) ? TableCorrections.alter(object, part, change) : List.of();
        };
    }

    private static String comment(DescribedObject object, DescribedPart part, String literal) {
        return "COMMENT ON " + thing(object, part) + " IS " + literal + ";";
    }

    /** What the part is: the first word of its key; of a definition, the kind of the object; of a function, FUNCTION. */
    private static String word(DescribedObject object, DescribedPart part) {
        boolean whole = part.is(DescribedPart.DEFINITION) || part.key().startsWith("(");
        return whole ? object.kind().name() : part.key().split(" ", 2)[0];
    }

    static String table(DescribedObject object) {
        return quoted(object.name());
    }

    /** The part as COMMENT ON, DROP and ALTER name it. */
    static String thing(DescribedObject object, DescribedPart part) {
        String name = quoted(object.name());
        String table = quoted(Objects.requireNonNullElse(object.table(), ""));
        String own = quoted(part.name());
        return switch (word(object, part)) {
            case "column" -> "COLUMN " + name + "." + own;
            case "constraint" -> "CONSTRAINT " + own + " ON " + name;
            case "policy" -> "POLICY " + own + " ON " + name;
            case "rule" -> "RULE " + own + " ON " + name;
            case "statistics" -> "STATISTICS " + own;
            case "FUNCTION" -> "ROUTINE " + name + part.key();
            case "TRIGGER" -> "TRIGGER " + name + " ON " + table;
            case "comment" -> thing(object, object.parts().get(0));
            case "VIEW" -> (part.facets().contains("materialized") ? "MATERIALIZED VIEW " : "VIEW ") + name;
            case "TABLE", "PARTITION" -> (part.facets().contains("foreign") ? "FOREIGN TABLE " : "TABLE ") + name;
            case "TYPE" -> (part.text().startsWith("domain ") ? "DOMAIN " : "TYPE ") + name;
            default -> object.kind().name() + " " + name;
        };
    }

    /**
     * A part of an object, as the migrations make it and as the database has it.
     *
     * @param expected what the migrations make
     * @param found what the database has
     * @param sameColumns whether the objects have the same columns, so that a view can be replaced
     */
    record Parts(DescribedPart expected, DescribedPart found, boolean sameColumns) {}

    /**
     * The change of one aspect of a part.
     *
     * @param key the aspect, as {@link Aspect#of(List)} names it
     * @param wanted the piece that should be there; {@code null} if none should
     * @param found the piece that is there; {@code null} if none is
     */
    record Change(
            String key, @Nullable String wanted, @Nullable String found) {

        Aspect aspect() {
            return Aspect.ofKey(this.key);
        }
    }
}
