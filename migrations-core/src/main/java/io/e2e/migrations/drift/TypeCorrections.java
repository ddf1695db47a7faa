package io.e2e.migrations.drift;

import static io.e2e.migrations.drift.Identifiers.quoted;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The statements that would correct an enum, a domain or a composite type. */
final class TypeCorrections {

    private static final Set<Aspect> OF_DOMAINS = Set.of(Aspect.NOT_NULL, Aspect.DEFAULT, Aspect.CONSTRAINT);

    private TypeCorrections() {}

    static String create(String name, Map<String, String> aspects) {
        String base = aspects.getOrDefault("BASE", "");
        if (base.startsWith("domain ")) {
            return "CREATE DOMAIN " + name + " AS " + base.substring("domain ".length())
                    + aspects.entrySet().stream()
                            .filter(piece -> OF_DOMAINS.contains(Aspect.ofKey(piece.getKey())))
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

    /** Changes a type to the wanted definition; empty if only a new type has it. */
    static List<String> replace(String name, String wanted, String found) {
        String alter = "ALTER TYPE " + quoted(name) + " ";
        if (wanted.startsWith("enum (") && found.startsWith("enum (")) {
            return labels(alter, list(wanted), list(found));
        }
        return wanted.startsWith("composite (") && found.startsWith("composite (")
                ? attributes(alter, attributes(wanted), attributes(found))
                : List.of();
    }

    /** Renames a label or adds those that an enum lacks. PostgreSQL drops none and moves none. */
    private static List<String> labels(String alter, List<String> wanted, List<String> found) {
        List<String> missing = new ArrayList<>(wanted);
        missing.removeAll(found);
        List<String> extra = new ArrayList<>(found);
        extra.removeAll(wanted);
        if (missing.size() == 1 && extra.size() == 1 && wanted.indexOf(missing.get(0)) == found.indexOf(extra.get(0))) {
            return List.of(alter + "RENAME VALUE " + extra.get(0) + " TO " + missing.get(0) + ";");
        }
        List<String> statements = new ArrayList<>();
        if (missing.isEmpty()) {
            statements.add("-- PostgreSQL drops and moves no label of an enum: create the type again, or leave it");
        }
        for (int at = 0; at < wanted.size(); at++) {
            if (!found.contains(wanted.get(at))) {
                String place =
                        at > 0 ? " AFTER " + wanted.get(at - 1) : found.isEmpty() ? "" : " BEFORE " + found.get(0);
                statements.add(alter + "ADD VALUE " + wanted.get(at) + place + ";");
            }
        }
        return statements;
    }

    private static List<String> attributes(String alter, Map<String, String> wanted, Map<String, String> found) {
        List<String> statements = new ArrayList<>();
        found.forEach((name, type) -> {
            if (!wanted.containsKey(name)) {
                statements.add(alter + "DROP ATTRIBUTE " + name + ";" + Corrections.LOSES_DATA);
            }
        });
        wanted.forEach((name, type) -> {
            if (!found.containsKey(name)) {
                statements.add(alter + "ADD ATTRIBUTE " + name + " " + type + ";");
            } else if (!found.get(name).equals(type)) {
                statements.add(alter + "ALTER ATTRIBUTE " + name + " TYPE " + type + ";" + Corrections.LOSES_DATA
                        + " that does not fit");
            }
        });
        return statements;
    }

    private static Map<String, String> attributes(String text) {
        Map<String, String> attributes = new LinkedHashMap<>();
        for (String attribute : list(text)) {
            int end = attribute.startsWith("\"") ? attribute.indexOf("\" ") + 1 : attribute.indexOf(' ');
            attributes.put(attribute.substring(0, end), attribute.substring(end + 1));
        }
        return attributes;
    }

    /** The entries in the parentheses; a comma in parentheses of a type's own or in quotes separates none. */
    private static List<String> list(String text) {
        String inner = text.substring(text.indexOf('(') + 1, text.lastIndexOf(')'));
        return Arrays.stream(inner.split(", (?=(?:[^']*'[^']*')*[^']*$)(?![^(]*\\))"))
                .filter(entry -> !entry.isEmpty())
                .toList();
    }
}
