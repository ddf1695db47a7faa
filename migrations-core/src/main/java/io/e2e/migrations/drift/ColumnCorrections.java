package io.e2e.migrations.drift;

import static io.e2e.migrations.drift.Identifiers.quoted;

import io.e2e.migrations.drift.Corrections.Change;
import io.e2e.migrations.inspect.DescribedObject;
import io.e2e.migrations.inspect.DescribedPart;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The statements that would correct a column. */
final class ColumnCorrections {

    private static final Pattern LENGTH = Pattern.compile("(character varying|character|numeric)\\((\\d+).*");

    /** What a column's definition contains as PostgreSQL prints it; the rest has statements of its own. */
    private static final Set<Aspect> INLINE = Set.of(
            Aspect.BASE,
            Aspect.COLLATION,
            Aspect.NOT_NULL,
            Aspect.IDENTITY,
            Aspect.GENERATED,
            Aspect.DEFAULT,
            Aspect.KEPT);

    private ColumnCorrections() {}

    static List<String> add(DescribedObject table, DescribedPart column) {
        List<String> statements = new ArrayList<>(before(column));
        statements.add("ALTER TABLE " + quoted(table.name()) + " ADD COLUMN " + definition(column) + ";");
        statements.addAll(after(table, column));
        return statements;
    }

    /** The column as CREATE TABLE and ADD COLUMN have it. */
    static String definition(DescribedPart column) {
        return quoted(column.name())
                + Aspect.of(column.facets()).entrySet().stream()
                        .filter(piece -> INLINE.contains(Aspect.ofKey(piece.getKey())))
                        .map(piece -> " " + piece.getValue())
                        .collect(Collectors.joining());
    }

    /** What the column's default needs: its sequence. */
    static List<String> before(DescribedPart column) {
        Map<String, String> aspects = Aspect.of(column.facets());
        String sequence = aspects.get("SEQUENCE");
        return sequence == null || aspects.containsKey("IDENTITY")
                ? List.of()
                : List.of("CREATE SEQUENCE IF NOT EXISTS " + sequence.split(" ", 3)[1]
                        + SequenceOptions.of(sequence.split(" ", 3)[2]) + ";");
    }

    /** What can be said only once the column exists. */
    static List<String> after(DescribedObject table, DescribedPart column) {
        List<String> statements = new ArrayList<>();
        Aspect.of(column.facets()).forEach((key, piece) -> {
            if (!INLINE.contains(Aspect.ofKey(key))) {
                statements.addAll(
                        change(table, new Corrections.Parts(column, column, true), new Change(key, piece, null)));
            }
        });
        return statements;
    }

    static List<String> change(DescribedObject table, Corrections.Parts parts, Change change) {
        String wanted = change.wanted();
        String found = change.found();
        DescribedPart column = parts.expected();
        String alter = "ALTER TABLE " + quoted(table.name()) + " ALTER COLUMN " + quoted(column.name()) + " ";
        return switch (change.aspect()) {
            case BASE, COLLATION -> type(table, parts);
            case NOT_NULL -> List.of(alter + (wanted == null ? "DROP" : "SET") + " NOT NULL;");
            case NOT_VALID -> wanted == null ? List.of(alter + "SET NOT NULL;") : List.of();
            case IDENTITY -> List.of(alter + identity(parts, wanted, found) + ";");
            case DEFAULT -> List.of(alter + (wanted == null ? "DROP DEFAULT" : "SET " + wanted) + ";");
            case GENERATED -> wanted == null ? List.of(alter + "DROP EXPRESSION;") : generated(table, parts, found);
            case SEQUENCE -> sequence(table, column, wanted);
            case STORAGE, COMPRESSION, STATISTICS ->
                List.of(alter + "SET " + setting(change.aspect(), wanted, found) + ";");
            case OPTIONS -> options(alter, wanted, found);
            case COMMENT ->
                List.of("COMMENT ON COLUMN " + quoted(table.name()) + "." + quoted(column.name()) + " IS "
                        + (wanted == null ? "NULL" : wanted.substring("comment ".length())) + ";");
            default -> List.of();
        };
    }

    /** A default of the old type may not fit the new one, so it is set anew. */
    private static List<String> type(DescribedObject table, Corrections.Parts parts) {
        Map<String, String> wanted = Aspect.of(parts.expected().facets());
        Map<String, String> found = Aspect.of(parts.found().facets());
        String type = wanted.getOrDefault("BASE", "");
        String column = quoted(parts.expected().name());
        String collation = wanted.getOrDefault("COLLATION", "");
        boolean converts = !type.equals(found.get("BASE"));
        String action = "ALTER COLUMN " + column + " TYPE " + type + (collation.isEmpty() ? "" : " " + collation)
                + (converts ? " USING " + column + "::" + type : "");
        String before = found.containsKey("DEFAULT") && converts ? "ALTER COLUMN " + column + " DROP DEFAULT, " : "";
        String after = !before.isEmpty() && wanted.containsKey("DEFAULT")
                ? ", ALTER COLUMN " + column + " SET " + wanted.get("DEFAULT")
                : "";
        return List.of("ALTER TABLE " + quoted(table.name()) + " " + before + action + after + ";"
                + (converts && !widens(found.getOrDefault("BASE", ""), type)
                        ? Corrections.LOSES_DATA + " that does not fit"
                        : ""));
    }

    private static boolean widens(String from, String to) {
        Matcher old = LENGTH.matcher(from);
        Matcher now = LENGTH.matcher(to);
        boolean longer = old.matches()
                && now.matches()
                && !from.startsWith("numeric")
                && Integer.parseInt(old.group(2)) <= Integer.parseInt(now.group(2));
        return longer
                || to.equals("text")
                || (List.of("smallint", "integer", "bigint").indexOf(from)
                                < List.of("smallint", "integer", "bigint").indexOf(to)
                        && from.matches("smallint|integer"));
    }

    private static String identity(Corrections.Parts parts, @Nullable String wanted, @Nullable String found) {
        if (wanted == null) {
            return "DROP IDENTITY";
        }
        if (found != null) {
            return "SET " + wanted.replace("generated", "GENERATED").replace(" as identity", "");
        }
        // An identity column has no other default, and no NULL.
        String prepare = (Aspect.of(parts.found().facets()).containsKey("DEFAULT")
                ? "DROP DEFAULT, ALTER COLUMN " + quoted(parts.expected().name()) + " "
                : "");
        return prepare + "ADD " + wanted;
    }

    private static List<String> generated(DescribedObject table, Corrections.Parts parts, @Nullable String found) {
        String drop = "ALTER TABLE " + quoted(table.name()) + " DROP COLUMN "
                + quoted(parts.found().name()) + ";" + (found == null ? Corrections.LOSES_DATA : "");
        List<String> statements = new ArrayList<>(List.of(drop));
        statements.addAll(add(table, parts.expected()));
        return statements;
    }

    private static List<String> sequence(DescribedObject table, DescribedPart column, @Nullable String wanted) {
        if (wanted == null) {
            return List.of();
        }
        String name = wanted.split(" ", 3)[1];
        List<String> statements = new ArrayList<>(before(column));
        statements.add("ALTER SEQUENCE " + name + SequenceOptions.of(wanted.split(" ", 3)[2])
                + (statements.isEmpty() ? "" : " OWNED BY " + quoted(table.name()) + "." + quoted(column.name()))
                + ";");
        return statements;
    }

    /** Of a storage, the text also says the type's own, because PostgreSQL has no word for it before 16. */
    private static String setting(Aspect aspect, @Nullable String wanted, @Nullable String found) {
        return switch (aspect) {
            case STATISTICS -> wanted == null ? "STATISTICS -1" : wanted;
            case STORAGE ->
                wanted == null
                        ? "STORAGE " + String.valueOf(found).replaceFirst(".* instead of ", "")
                        : wanted.replaceFirst(" instead of .*", "");
            default -> wanted == null ? "COMPRESSION default" : wanted;
        };
    }

    private static List<String> options(String alter, @Nullable String wanted, @Nullable String found) {
        List<String> statements = new ArrayList<>();
        if (found != null) {
            statements.add(alter + "RESET (" + TableCorrections.names(found) + ");");
        }
        if (wanted != null) {
            statements.add(alter + "SET " + wanted.substring("options ".length()) + ";");
        }
        return statements;
    }
}
