package io.e2e.migrations.drift;

import static io.e2e.migrations.drift.Identifiers.quoted;

import io.e2e.migrations.inspect.DescribedObject;
import io.e2e.migrations.inspect.DescribedPart;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The statements that would create an object or a part again that is defined otherwise. */
final class DefinitionCorrections {

    private DefinitionCorrections() {}

    /** Creates the object or part. */
    static String create(DescribedObject object, DescribedPart part) {
        String base = Aspect.of(part.facets()).getOrDefault("BASE", "");
        String name = quoted(object.name());
        return switch (part.key().split(" ", 2)[0]) {
            case "constraint" -> "ALTER TABLE " + name + " ADD CONSTRAINT " + quoted(part.name()) + " " + base + ";";
            case "policy" -> "CREATE POLICY " + quoted(part.name()) + " ON " + name + " AS " + base + ";";
            case "rule" -> "CREATE RULE " + quoted(part.name()) + " AS " + base.replaceFirst(";$", "") + ";";
            case "statistics" -> "CREATE STATISTICS " + quoted(part.name()) + " " + base.strip() + ";";
            default -> whole(object, part);
        };
    }

    private static String whole(DescribedObject object, DescribedPart part) {
        Map<String, String> aspects = Aspect.of(part.facets());
        String base = aspects.getOrDefault("BASE", "");
        String name = quoted(object.name());
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
            case TYPE -> TypeCorrections.create(name, aspects);
            default -> "-- " + object + " must be created again;";
        };
    }

    /** Replaces the object or part by one with the expected definition. */
    static List<String> replace(DescribedObject object, Corrections.Parts parts) {
        DescribedPart wanted = parts.expected();
        String first = wanted.facets().get(0);
        return switch (object.kind()) {
            case EXTENSION ->
                List.of("ALTER EXTENSION " + quoted(object.name()) + " UPDATE TO '"
                        + wanted.text().replace("version ", "") + "';");
            case SEQUENCE -> List.of("ALTER SEQUENCE " + quoted(object.name()) + SequenceOptions.of(first) + ";");
            case TYPE ->
                TypeCorrections.replace(
                        object.name(), first, parts.found().facets().get(0));
            case TABLE, PARTITION -> wanted.is(DescribedPart.DEFINITION) ? List.of() : again(object, parts);
            case VIEW ->
                parts.sameColumns() && !wanted.text().startsWith("materialized")
                        ? List.of(create(object, wanted).replaceFirst("^CREATE VIEW", "CREATE OR REPLACE VIEW"))
                        : again(object, parts);
            default -> again(object, parts);
        };
    }

    /** Removes what is there, unless the statement that creates the expected definition replaces it. */
    private static List<String> again(DescribedObject object, Corrections.Parts parts) {
        DescribedPart wanted = parts.expected();
        boolean replaces = wanted.key().startsWith("(")
                && wanted.text().startsWith("CREATE OR REPLACE")
                && result(wanted.text()).equals(result(parts.found().text()));
        List<String> statements = new ArrayList<>(replaces ? List.of() : Corrections.remove(object, parts.found()));
        statements.addAll(Corrections.add(object, wanted));
        return statements;
    }

    /** The second line of a function's definition, which CREATE OR REPLACE cannot change. */
    private static String result(String function) {
        return function.lines().skip(1).findFirst().orElse("");
    }
}
