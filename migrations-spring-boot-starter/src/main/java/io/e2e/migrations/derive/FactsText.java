package io.e2e.migrations.derive;

import io.e2e.migrations.catalog.Migration;
import io.e2e.migrations.catalog.MigrationCatalog;
import io.e2e.migrations.catalog.MigrationFacts;
import io.e2e.migrations.catalog.MigrationHeader;
import io.e2e.migrations.catalog.Requirement;
import io.e2e.migrations.schema.ObjectKind;
import io.e2e.migrations.schema.ObjectRef;
import io.e2e.migrations.schema.SchemaObject;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The facts of a catalog as a text to keep: a line for each fact, whose words have no blanks. */
final class FactsText {

    private final List<SchemaObject> creates = new ArrayList<>();
    private final List<SchemaObject> alters = new ArrayList<>();
    private final List<SchemaObject> drops = new ArrayList<>();
    private final List<Requirement> requires = new ArrayList<>();
    private final List<ObjectRef> touches = new ArrayList<>();

    private FactsText() {}

    static String write(MigrationCatalog catalog) {
        return catalog.migrations().stream().flatMap(FactsText::lines).collect(Collectors.joining("\n"));
    }

    private static Stream<String> lines(Migration migration) {
        MigrationHeader header = migration.header();
        return Stream.of(
                        Stream.of(line("file", migration.file())),
                        header.creates().stream().map(object -> line("creates", object)),
                        header.alters().stream().map(object -> line("alters", object)),
                        header.drops().stream().map(object -> line("drops", object)),
                        header.requires().stream().map(FactsText::line),
                        migration.touches().stream()
                                .map(ref -> line("touches", ref.space().name(), ref.name())))
                .flatMap(lines -> lines);
    }

    private static String line(String key, SchemaObject object) {
        List<String> words = new ArrayList<>(
                List.of(key, object.kind().name(), object.name(), Objects.requireNonNullElse(object.table(), "")));
        words.addAll(object.parts());
        return line(words.toArray(String[]::new));
    }

    private static String line(Requirement requirement) {
        if (requirement instanceof Requirement.FinalForm form) {
            return line("requires", form.object());
        }
        if (requirement instanceof Requirement.Role role) {
            return line("role", role.name());
        }
        if (requirement instanceof Requirement.Use use) {
            return line("uses", use.object().space().name(), use.object().name());
        }
        return line("extension", ((Requirement.Extension) requirement).name());
    }

    private static String line(String... words) {
        return Arrays.stream(words)
                .map(word -> URLEncoder.encode(word, StandardCharsets.UTF_8))
                .collect(Collectors.joining(" "));
    }

    /** The facts of each file. */
    static Map<String, MigrationFacts> read(String text) {
        Map<String, FactsText> files = new LinkedHashMap<>();
        FactsText file = new FactsText();
        for (String line : text.split("\n")) {
            List<String> words = new ArrayList<>(List.of(line.split(" ", -1)));
            if (line.indexOf('%') >= 0 || line.indexOf('+') >= 0) {
                words.replaceAll(word -> URLDecoder.decode(word, StandardCharsets.UTF_8));
            }
            if (words.get(0).equals("file")) {
                file = new FactsText();
                files.put(words.get(1), file);
            } else {
                file.add(words);
            }
        }
        Map<String, MigrationFacts> facts = new LinkedHashMap<>();
        files.forEach((name, read) -> facts.put(
                name, new MigrationFacts(read.creates, read.alters, read.drops, read.requires, read.touches)));
        return facts;
    }

    private void add(List<String> words) {
        switch (words.get(0)) {
            case "creates" -> this.creates.add(object(words));
            case "alters" -> this.alters.add(object(words));
            case "drops" -> this.drops.add(object(words));
            case "requires" -> this.requires.add(new Requirement.FinalForm(object(words)));
            case "role" -> this.requires.add(new Requirement.Role(words.get(1)));
            case "uses" -> this.requires.add(new Requirement.Use(ref(words)));
            case "touches" -> this.touches.add(ref(words));
            default -> this.requires.add(new Requirement.Extension(words.get(1)));
        }
    }

    private static SchemaObject object(List<String> words) {
        String table = words.get(3);
        return new SchemaObject(
                ObjectKind.valueOf(words.get(1)),
                words.get(2),
                table.isEmpty() ? null : table,
                words.subList(4, words.size()));
    }

    private static ObjectRef ref(List<String> words) {
        return new ObjectRef(ObjectRef.Space.valueOf(words.get(1)), words.get(2));
    }
}
