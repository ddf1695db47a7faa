package io.e2e.migrations.derive;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the migrations so far left in the catalogs, and had there once. Not thread-safe. */
final class ObjectHistory {

    private static final String BODY = "\"prosrc\": \"";
    private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}_$]+");

    private final Map<Oid, Set<String>> bodies = new HashMap<>();
    private final Map<String, String> rows = new HashMap<>();
    private final Map<String, Set<Subject>> named = new HashMap<>();

    /** Notes the objects of a reading, and their names. */
    void add(CatalogReading reading) {
        reading.entries()
                .forEach((oid, entry) -> reading.subject(oid)
                        .ifPresent(subject -> this.named
                                .computeIfAbsent(lastWord(entry.name()), any -> new HashSet<>())
                                .add(subject)));
    }

    private static String lastWord(String name) {
        return name.substring(Math.max(name.lastIndexOf('.'), name.lastIndexOf(' ')) + 1);
    }

    /** Notes the words of a function's row, which contains its body. */
    void addBody(Oid function, String row) {
        int begin = row.indexOf(BODY) + BODY.length();
        int end = begin;
        while (row.charAt(end) != '"') {
            end += row.charAt(end) == '\\' ? 2 : 1;
        }
        String body = row.substring(begin, end).replaceAll("\\\\[nrt]", " ");
        this.bodies.put(
                function, WORD.matcher(body).results().map(MatchResult::group).collect(Collectors.toSet()));
    }

    /** The objects whose names are in the body of a function. */
    Stream<Subject> namedIn(Oid function) {
        return this.bodies.getOrDefault(function, Set.of()).stream()
                .flatMap(word ->
                        named(word).filter(subject -> lastWord(subject.name()).equals(word)));
    }

    /** The functions whose bodies contain the last word of a name. */
    Stream<Oid> bodiesWith(String name) {
        String word = lastWord(name);
        return this.bodies.entrySet().stream()
                .filter(body -> body.getValue().contains(word))
                .map(Map.Entry::getKey);
    }

    /** Notes a row of a catalog; returns what it was before, which is empty if it is new. */
    String replace(String key, String row) {
        return Objects.requireNonNullElse(this.rows.put(key, row), "");
    }

    /** What has or had this name, or a part with it. */
    Stream<Subject> named(String word) {
        return this.named.getOrDefault(word, Set.of()).stream();
    }
}
