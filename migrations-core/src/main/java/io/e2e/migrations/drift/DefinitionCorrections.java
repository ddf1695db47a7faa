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

/** The statements that would create an object or a part again that is defined otherwise. */
final class DefinitionCorrections {

    private DefinitionCorrections() {}

    /** Creates the object or part. */
    static String create(DescribedObject object, DescribedPart part) {
        Map<String, String> aspects = Aspect.of(part.facets());
        String base = aspects.getOrDefault("BASE", "");
        String name = quoted(object.name());
        if (part.is("constraint")) {
            return "ALTER TABLE " + name + " ADD CONSTRAINT " + quoted(part.name()) + " " + base + ";";
        }
        if (part.is("policy")) {
            return policy(name, part);
        }
        if (part.is("rule")) {
            return "CREATE RULE " + quoted(part.name()) + " AS " + base.replaceFirst(";$", "") + ";";
        }
        if (part.is("statistics")) {
            return "CREATE STATISTICS " + quoted(part.name()) + " " + base.strip() + ";";
        }
        return switch (object.kind()) {
            case INDEX ->
                "CREATE " + (aspects.containsKey("UNIQUE") ? "UNIQUE " : "") + "INDEX " + name + " ON "
                        + quoted(Objects.requireNonNullElse(object.table(), "")) + " " + base + ";";
            case TRIGGER ->
                "CREATE " + (base.contains("DEFERRABLE INITIALLY ") ? "CONSTRAINT " : "") + "TRIGGER " + name + " "
                        + base + ";";
            case VIEW ->
                "CREATE " + Corrections.thing(object, part)
                        + (aspects.containsKey("PARAMETERS") ? " " + aspects.get("PARAMETERS") : "") + " "
                        + base.replaceFirst("^materialized ", "").replaceFirst(";$", "") + ";";
            case FUNCTION -> base + ";";
            case SEQUENCE -> "CREATE SEQUENCE " + name + SequenceOptions.of(base) + ";";
            case EXTENSION -> "CREATE EXTENSION " + name + ";";
            case TYPE -> type(name, aspects, base);
            default -> "-- " + object + " must be created again;";
        };
    }

    private static String type(String name, Map<String, String> aspects, String base) {
        if (base.startsWith("domain ")) {
            return "CREATE DOMAIN " + name + " AS " + base.substring("domain ".length())
                    + aspects.entrySet().stream()
                            .filter(piece -> List.of(Aspect.NOT_NULL, Aspect.DEFAULT, Aspect.CONSTRAINT)
                                    .contains(Aspect.ofKey(piece.getKey())))
                            .map(piece -> " " + piece.getValue())
                            .collect(Collectors.joining())
                    + ";";
        }
        if (base.startsWith("range of ")) {
            return "CREATE TYPE " + name + " AS RANGE (SUBTYPE = " + base.substring("range of ".length()) + ");";
        }
        return "CREATE TYPE " + name + " AS "
                + base.replaceFirst("^enum", "ENUM").replaceFirst("^composite ", "") + ";";
    }

    private static String policy(String table, DescribedPart part) {
        String text = part.facets().stream()
                .filter(piece -> !piece.startsWith("comment "))
                .map(piece -> switch (piece) {
                    case "for r" -> "FOR SELECT";
                    case "for a" -> "FOR INSERT";
                    case "for w" -> "FOR UPDATE";
                    case "for d" -> "FOR DELETE";
                    case "for *" -> "FOR ALL";
                    case "permissive", "restrictive" -> "AS " + piece.toUpperCase(Locale.ROOT);
                    default -> piece;
                })
                .collect(Collectors.joining(" "));
        return "CREATE POLICY " + quoted(part.name()) + " ON " + table + " " + text + ";";
    }

    /** Replaces the object or part by one with the expected definition. */
    static List<String> replace(DescribedObject object, Corrections.Parts parts) {
        DescribedPart wanted = parts.expected();
        String now = parts.found().text();
        switch (object.kind()) {
            case EXTENSION:
                return List.of("ALTER EXTENSION " + quoted(object.name()) + " UPDATE TO '"
                        + wanted.text().replace("version ", "") + "';");
            case SEQUENCE:
                return List.of("ALTER SEQUENCE " + quoted(object.name())
                        + SequenceOptions.of(wanted.facets().get(0)) + ";");
            case TYPE:
                return labels(quoted(object.name()), wanted.facets().get(0), now);
            case TABLE, PARTITION:
                if (wanted.is(DescribedPart.DEFINITION)) {
                    return List.of();
                }
                break;
            default:
        }
        if (object.kind() == ObjectKind.VIEW
                && parts.sameColumns()
                && !wanted.text().startsWith("materialized")) {
            return List.of(create(object, wanted).replaceFirst("^CREATE VIEW", "CREATE OR REPLACE VIEW"));
        }
        boolean replaces = wanted.key().startsWith("(")
                && wanted.text().startsWith("CREATE OR REPLACE")
                && result(wanted.text()).equals(result(now));
        List<String> statements = new ArrayList<>(replaces ? List.of() : Corrections.remove(object, parts.found()));
        statements.addAll(Corrections.add(object, wanted));
        return statements;
    }

    /** The second line of a function's definition, which CREATE OR REPLACE cannot change. */
    private static String result(String function) {
        return function.lines().skip(1).findFirst().orElse("");
    }

    /** Adds the labels that an enum lacks; PostgreSQL cannot drop one. */
    private static List<String> labels(String name, String wanted, String found) {
        if (!wanted.startsWith("enum (") || !found.startsWith("enum (")) {
            return List.of();
        }
        List<String> all = labels(wanted);
        List<String> present = labels(found);
        List<String> statements = new ArrayList<>();
        for (int at = 0; at < all.size(); at++) {
            if (!present.contains(all.get(at))) {
                String place =
                        at == 0 ? (all.size() > 1 ? " BEFORE " + present.get(0) : "") : " AFTER " + all.get(at - 1);
                statements.add("ALTER TYPE " + name + " ADD VALUE " + all.get(at) + place + ";");
            }
        }
        return statements;
    }

    private static List<String> labels(String list) {
        String inner = list.substring(list.indexOf('(') + 1, list.lastIndexOf(')'));
        return Arrays.asList(inner.split(", (?=')"));
    }
}
