package io.e2e.migrations.tool.describe;

import io.e2e.migrations.catalog.FactsLines;
import io.e2e.migrations.catalog.MigrationFacts;
import io.e2e.migrations.catalog.Requirement;
import io.e2e.migrations.schema.SchemaObject;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A file in the format of e2e-migrations, cut into the entries of its header and what follows. What is not replaced stays
 * as it is, byte by byte.
 *
 * @param entries those of the header, and the comments and blank lines between them
 * @param rest what follows
 */
record HeaderText(List<Entry> entries, String rest) {

    private static final List<String> OBJECTS = List.of("creates", "alters", "drops");
    private static final String REQUIRES = "requires";
    /** The keys in the order in which a new header has them. */
    private static final List<String> KEYS = List.of(
            "name", "description", "groups", "creates", "alters", "drops", REQUIRES, "input", "repeatable", "lossy");

    private static final Pattern KEY = Pattern.compile("\uFEFF?\\s*--\\s{0,2}([a-z]+):(.*)");
    private static final Pattern CONTINUES = Pattern.compile("\\s*--\\s{3,}(\\S.*)");

    HeaderText {
        entries = List.copyOf(entries);
    }

    /**
     * An entry.
     *
     * @param key its key; empty for other lines
     * @param value what it says, without line ends
     * @param text its lines
     */
    record Entry(String key, String value, String text) {}

    static HeaderText of(String text) {
        List<Entry> entries = new ArrayList<>();
        int at = 0;
        while (at < text.length()) {
            int newline = text.indexOf('\n', at);
            int next = newline < 0 ? text.length() : newline + 1;
            String line = text.substring(at, next);
            String trimmed = line.replace("\uFEFF", "").strip();
            if (!trimmed.isEmpty() && (!trimmed.startsWith("--") || trimmed.contains("+goose"))) {
                break;
            }
            add(line, entries);
            at = next;
        }
        return new HeaderText(entries, text.substring(at));
    }

    private static void add(String line, List<Entry> entries) {
        Matcher key = KEY.matcher(line.stripTrailing());
        Matcher continues = CONTINUES.matcher(line.stripTrailing());
        int last = entries.size() - 1;
        if (key.matches() && KEYS.contains(key.group(1))) {
            entries.add(new Entry(key.group(1), key.group(2).strip(), line));
        } else if (continues.matches() && last >= 0 && !entries.get(last).key.isEmpty()) {
            Entry begun = entries.get(last);
            entries.set(last, new Entry(begun.key, begun.value + " " + continues.group(1), begun.text + line));
        } else {
            entries.add(new Entry("", "", line));
        }
    }

    String text() {
        return this.entries.stream().map(Entry::text).collect(Collectors.joining("", "", this.rest));
    }

    /** Whether it has the two entries without which no file is ours. */
    boolean isNamed() {
        return Stream.of("name", "description").allMatch(key -> !values(key).isEmpty());
    }

    private List<String> values(String key) {
        return this.entries.stream()
                .filter(entry -> entry.key.equals(key) && !entry.value.isEmpty())
                .map(Entry::value)
                .toList();
    }

    /** With a name and a description, made of the words in the name of the file if it has none. */
    HeaderText completed(String file) {
        String name = file.replaceFirst("^[0-9.]+_", "").replaceFirst("\\.sql$", "");
        String words = name.replaceAll("[_.-]+", " ").strip();
        String description = words.substring(0, Math.min(1, words.length())).toUpperCase(Locale.ROOT)
                + words.substring(Math.min(1, words.length())) + ".";
        HeaderText named = values("name").isEmpty() ? replaced("name", List.of("name: " + name)) : this;
        return values("description").isEmpty()
                ? named.replaced("description", List.of("description: " + description))
                : named;
    }

    /** Without what a replay finds out; an extension must be there before the statements run, and a role too. */
    HeaderText withoutFacts() {
        String kept = values(REQUIRES).stream()
                .flatMap(value -> Stream.of(value.split(",")))
                .map(String::strip)
                .filter(entry -> entry.matches("(extension|role)\\s.*"))
                .collect(Collectors.joining(", "));
        HeaderText without = replaced(REQUIRES, kept.isEmpty() ? List.of() : List.of(REQUIRES + ": " + kept));
        for (String key : OBJECTS) {
            without = without.replaced(key, List.of());
        }
        return without;
    }

    /** What the header says of objects; empty if that cannot be read. */
    Optional<MigrationFacts> said() {
        List<String> problems = new ArrayList<>();
        List<String> lines = this.entries.stream()
                .filter(entry -> OBJECTS.contains(entry.key) || entry.key.equals(REQUIRES))
                .map(entry -> entry.key + ": " + entry.value)
                .toList();
        MigrationFacts facts = FactsLines.parse(lines, problems);
        return problems.isEmpty() ? Optional.of(facts) : Optional.empty();
    }

    /** With other facts. The lines of a key that says the same stay. */
    HeaderText with(MigrationFacts facts) {
        Optional<MigrationFacts> said = said();
        HeaderText text = this;
        if (!said.map(known -> objects(known.creates())).equals(Optional.of(objects(facts.creates())))) {
            text = text.replaced("creates", FactsLines.objects("creates", facts.creates()));
        }
        if (!said.map(known -> objects(known.alters())).equals(Optional.of(objects(facts.alters())))) {
            text = text.replaced("alters", FactsLines.objects("alters", facts.alters()));
        }
        if (!said.map(known -> objects(known.drops())).equals(Optional.of(objects(facts.drops())))) {
            text = text.replaced("drops", FactsLines.objects("drops", facts.drops()));
        }
        Set<Requirement> requires = new HashSet<>(facts.requires());
        return said.map(known -> new HashSet<>(known.requires())).equals(Optional.of(requires))
                ? text
                : text.replaced(REQUIRES, FactsLines.requires(facts.requires()));
    }

    /** Objects in no order, those of a table neither. */
    private static Set<String> objects(List<SchemaObject> objects) {
        return objects.stream()
                .map(object -> object.kind() + " " + object.name() + object.onTable() + " "
                        + object.parts().stream().sorted().toList())
                .collect(Collectors.toSet());
    }

    /** With these lines of a key, where it has been, or after those that come before it. */
    private HeaderText replaced(String key, List<String> lines) {
        String all = text();
        String lineEnd = all.contains("\r\n") ? "\r\n" : "\n";
        List<Entry> changed = new ArrayList<>();
        int at = -1;
        for (Entry entry : this.entries) {
            if (!entry.key.equals(key)) {
                changed.add(entry);
            } else if (at < 0) {
                at = changed.size();
            }
        }
        if (at < 0) {
            at = place(key, changed);
        }
        boolean alone = changed.stream().allMatch(entry -> entry.key.isEmpty());
        for (String line : lines) {
            changed.add(at++, new Entry(key, line.substring(key.length() + 1).strip(), "-- " + line + lineEnd));
        }
        boolean blank = at == changed.size()
                ? this.rest.isBlank()
                : changed.get(at).text.isBlank();
        if (alone && !lines.isEmpty() && !blank) {
            changed.add(at, new Entry("", "", lineEnd));
        }
        return new HeaderText(changed, this.rest);
    }

    /** After the last entry whose key comes before this one. */
    private static int place(String key, List<Entry> entries) {
        int place = 0;
        for (int i = 0; i < entries.size(); i++) {
            int order = KEYS.indexOf(entries.get(i).key);
            if (order >= 0 && order < KEYS.indexOf(key)) {
                place = i + 1;
            }
        }
        return place;
    }
}
