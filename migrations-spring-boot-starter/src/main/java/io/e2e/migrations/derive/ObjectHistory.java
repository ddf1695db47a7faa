package io.e2e.migrations.derive;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/** What the migrations so far left in the catalogs, and had there once. Not thread-safe. */
final class ObjectHistory {

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

    /** Notes a row of a catalog; returns what it was before, which is empty if it is new. */
    String replace(String key, String row) {
        return Objects.requireNonNullElse(this.rows.put(key, row), "");
    }

    /** What has or had this name, or a part with it. */
    Stream<Subject> named(String word) {
        return this.named.getOrDefault(word, Set.of()).stream();
    }
}
