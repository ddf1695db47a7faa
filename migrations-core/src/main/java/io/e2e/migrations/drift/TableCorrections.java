package io.e2e.migrations.drift;

import static io.e2e.migrations.drift.Identifiers.quoted;

import io.e2e.migrations.inspect.DescribedObject;
import io.e2e.migrations.inspect.DescribedPart;
import io.e2e.migrations.schema.ObjectKind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The statements that would correct what is said of a table, a view or a partition as a whole. */
final class TableCorrections {

    private TableCorrections() {}

    /** Creates a table with its columns, or a partition. */
    static List<String> create(DescribedObject table) {
        DescribedPart whole = table.parts().get(0);
        Map<String, String> aspects = Aspect.of(whole.facets());
        List<DescribedPart> columns = table.parts("column").toList();
        List<String> statements = new ArrayList<>();
        if (table.kind() == ObjectKind.PARTITION) {
            statements.add("CREATE TABLE " + quoted(table.name()) + " PARTITION OF "
                    + quoted(Objects.requireNonNull(table.table(), "a partition has a table")) + " "
                    + aspects.get("BOUNDS")
                    + (aspects.containsKey("PARTITIONED") ? " " + aspects.get("PARTITIONED") : "") + ";");
        } else {
            columns.forEach(column -> statements.addAll(ColumnCorrections.before(column)));
            statements.add("CREATE" + (aspects.containsKey("UNLOGGED") ? " UNLOGGED" : "") + " TABLE "
                    + quoted(table.name())
                    + columns.stream()
                            .map(ColumnCorrections::definition)
                            .collect(Collectors.joining(",\n    ", " (\n    ", ")"))
                    + (aspects.containsKey("PARTITIONED") ? " " + aspects.get("PARTITIONED") : "") + ";");
            columns.forEach(column -> statements.addAll(ColumnCorrections.after(table, column)));
        }
        aspects.forEach((key, piece) -> {
            Aspect aspect = Aspect.ofKey(key);
            if (aspect != Aspect.BOUNDS && aspect != Aspect.UNLOGGED) {
                statements.addAll(alter(table, whole, new Corrections.Change(key, piece, null)));
            }
        });
        return statements;
    }

    static List<String> alter(DescribedObject object, DescribedPart part, Corrections.Change change) {
        String wanted = change.wanted();
        String found = change.found();
        String alter = "ALTER " + Corrections.thing(object, part) + " ";
        String piece = Objects.requireNonNullElse(wanted, "");
        return switch (change.aspect()) {
            case UNLOGGED -> List.of(alter + "SET " + (wanted == null ? "LOGGED" : "UNLOGGED") + ";");
            case ROW_SECURITY -> List.of(alter + (wanted == null ? "DISABLE" : "ENABLE") + " ROW LEVEL SECURITY;");
            case FORCED -> List.of(alter + (wanted == null ? "NO FORCE" : "FORCE") + " ROW LEVEL SECURITY;");
            case REPLICA_IDENTITY ->
                List.of(alter + (wanted == null ? "REPLICA IDENTITY DEFAULT" : replicaIdentity(piece)) + ";");
            case PARAMETERS -> parameters(alter, wanted, found);
            case POPULATED -> List.of("REFRESH MATERIALIZED VIEW " + quoted(object.name()) + ";");
            case BOUNDS -> attach(object, piece, found);
            case NOT_NULL -> List.of(alter + (wanted == null ? "DROP" : "SET") + " NOT NULL;");
            case DEFAULT -> List.of(alter + (wanted == null ? "DROP DEFAULT" : "SET " + piece) + ";");
            case CONSTRAINT -> constraint(alter, wanted, found);
            default -> List.of();
        };
    }

    private static String replicaIdentity(String piece) {
        return piece.startsWith("replica identity using index ")
                ? piece.replace("replica identity using index ", "REPLICA IDENTITY USING INDEX ")
                : piece.toUpperCase(Locale.ROOT);
    }

    private static List<String> parameters(String alter, @Nullable String wanted, @Nullable String found) {
        List<String> statements = new ArrayList<>();
        if (found != null) {
            statements.add(alter + "RESET (" + names(found) + ");");
        }
        if (wanted != null) {
            statements.add(alter + "SET " + wanted.substring("with ".length()) + ";");
        }
        return statements;
    }

    /** The names in {@code with (fillfactor=70, autovacuum_enabled=off)}. */
    static String names(String settings) {
        String list = settings.substring(settings.indexOf('(') + 1, settings.length() - 1);
        return Arrays.stream(list.split(", "))
                .map(setting -> setting.split("=", 2)[0])
                .collect(Collectors.joining(", "));
    }

    /** Attaches a partition with other bounds, after it was detached from where it is. */
    static List<String> attach(DescribedObject partition, String bounds, @Nullable String found) {
        String alter = "ALTER TABLE " + quoted(Objects.requireNonNullElse(partition.table(), "")) + " ";
        List<String> statements = new ArrayList<>();
        if (found != null) {
            statements.add(alter + "DETACH PARTITION " + quoted(partition.name()) + ";");
        }
        statements.add(alter + "ATTACH PARTITION " + quoted(partition.name()) + " " + bounds + ";");
        return statements;
    }

    /** A constraint of a domain. */
    private static List<String> constraint(String alter, @Nullable String wanted, @Nullable String found) {
        List<String> statements = new ArrayList<>();
        if (found != null) {
            statements.add(alter + "DROP CONSTRAINT " + quoted(found.split(" ", 3)[1]) + ";");
        }
        if (wanted != null) {
            statements.add(
                    alter + "ADD CONSTRAINT " + quoted(wanted.split(" ", 3)[1]) + " " + wanted.split(" ", 3)[2] + ";");
        }
        return statements;
    }

    /** Triggers and rules fire again as they should. */
    static List<String> enable(DescribedObject object, DescribedPart part, Corrections.Change change) {
        String wanted = change.wanted();
        boolean trigger = object.kind() == ObjectKind.TRIGGER;
        String table = quoted(Objects.requireNonNullElse(object.table(), object.name()));
        String state = change.aspect() != Aspect.ENABLED || wanted == null
                ? "ENABLE"
                : switch (wanted) {
                    case "disabled" -> "DISABLE";
                    case "always" -> "ENABLE ALWAYS";
                    default -> "ENABLE REPLICA";
                };
        return List.of("ALTER TABLE " + (trigger ? table : table(object)) + " " + state
                + (trigger ? " TRIGGER " + quoted(object.name()) : " RULE " + quoted(part.name())) + ";");
    }

    /** The triggers that check a constraint fire again, on all tables that the text names. */
    static List<String> check(@Nullable String found) {
        return found == null
                ? List.of()
                : Arrays.stream(found.replaceFirst(".* are disabled on ", "").split(", "))
                        .map(table -> "ALTER TABLE " + table + " ENABLE TRIGGER ALL;  -- only a superuser may")
                        .toList();
    }

    private static String table(DescribedObject object) {
        return quoted(object.name());
    }
}
