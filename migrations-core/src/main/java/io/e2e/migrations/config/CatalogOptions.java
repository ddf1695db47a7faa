package io.e2e.migrations.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * How the files of a catalog are read that has no headers of ours.
 *
 * @param format whose files they are; found by what they look like by default
 * @param placeholders the values of <code>${name}</code>; none by default
 * @param leaveOut the files, by name, that are not applied; none by default
 * @param runFirst SQL files, {@code classpath:} or {@code file:}, that run before the first migration; none by default
 * @param furtherSchemas the schemas after the one that receives the objects; none by default
 */
public record CatalogOptions(
        MigrationFormat format,
        Map<String, String> placeholders,
        List<String> leaveOut,
        List<String> runFirst,
        List<String> furtherSchemas) {

    private static final CatalogOptions DEFAULTS =
            new CatalogOptions(MigrationFormat.AUTO, Map.of(), List.of(), List.of(), List.of());

    public CatalogOptions {
        Objects.requireNonNull(format, "format");
        placeholders = Map.copyOf(placeholders);
        leaveOut = List.copyOf(leaveOut);
        runFirst = List.copyOf(runFirst);
        furtherSchemas = List.copyOf(furtherSchemas);
        furtherSchemas.forEach(schema -> MigrationOptions.requireSchema("further-schemas", schema));
    }

    /** The options without any setting. */
    public static CatalogOptions defaults() {
        return DEFAULTS;
    }

    /** A copy that reads files of this format. */
    public CatalogOptions withFormat(MigrationFormat format) {
        return new CatalogOptions(format, placeholders, leaveOut, runFirst, furtherSchemas);
    }

    /** A copy with these values of placeholders. */
    public CatalogOptions withPlaceholders(Map<String, String> placeholders) {
        return new CatalogOptions(format, placeholders, leaveOut, runFirst, furtherSchemas);
    }

    /** A copy that leaves out the files with these names. */
    public CatalogOptions withLeaveOut(String... leaveOut) {
        return new CatalogOptions(format, placeholders, List.of(leaveOut), runFirst, furtherSchemas);
    }

    /** A copy that runs these SQL files before the first migration. */
    public CatalogOptions withRunFirst(String... runFirst) {
        return new CatalogOptions(format, placeholders, leaveOut, List.of(runFirst), furtherSchemas);
    }

    /** A copy with these schemas after the one that receives the objects. */
    public CatalogOptions withFurtherSchemas(String... furtherSchemas) {
        return new CatalogOptions(format, placeholders, leaveOut, runFirst, List.of(furtherSchemas));
    }

    /** Everything as text, for keys: equal texts mean equal options. */
    public String text() {
        List<String> values = new ArrayList<>(List.of(this.format.name()));
        new TreeMap<>(this.placeholders).forEach((name, value) -> values.addAll(List.of("placeholder", name, value)));
        this.leaveOut.forEach(file -> values.addAll(List.of("leave-out", file)));
        this.runFirst.forEach(file -> values.addAll(List.of("run-first", file)));
        this.furtherSchemas.forEach(schema -> values.addAll(List.of("further-schemas", schema)));
        // No value can pretend to be several: each has a digest of the same length.
        return values.stream().map(Sha256::hex).collect(Collectors.joining());
    }
}
