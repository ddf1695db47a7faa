package io.e2e.migrations.catalog;

import io.e2e.migrations.schema.SchemaObject;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a migration says of itself in the comment lines at its head. Believed by the planner, proven by the build.
 *
 * @param name a short name, unique in the catalog
 * @param description one sentence
 * @param groups the groups it belongs to
 * @param creates objects that are there after it and were not before
 * @param alters objects that it changes
 * @param drops objects that are gone after it
 * @param requires what else it needs
 * @param inputs names of values it takes from the run, see {@link #KNOWN_INPUTS}
 * @param repeatable whether it runs again when its text, an input or a required migration changed
 * @param lossy what its Down section cannot bring back; {@code null} if it brings back everything
 */
public record MigrationHeader(
        String name,
        String description,
        Set<String> groups,
        List<SchemaObject> creates,
        List<SchemaObject> alters,
        List<SchemaObject> drops,
        List<Requirement> requires,
        Set<String> inputs,
        boolean repeatable,
        @Nullable String lossy) {

    /** The first month to have a partition, as its first day: {@code 2026-10-01}. */
    public static final String PARTITIONS_FROM = "partitions_from";

    /** The last month to have a partition, as its first day. */
    public static final String PARTITIONS_THROUGH = "partitions_through";

    /** Every input that a migration may declare. */
    public static final Set<String> KNOWN_INPUTS = Set.of(PARTITIONS_FROM, PARTITIONS_THROUGH);

    public MigrationHeader {
        groups = Set.copyOf(groups);
        creates = List.copyOf(creates);
        alters = List.copyOf(alters);
        drops = List.copyOf(drops);
        requires = List.copyOf(requires);
        inputs = Set.copyOf(inputs);
    }

    /** Everything that the migration creates, alters or drops. */
    public Stream<SchemaObject> objects() {
        return Stream.of(this.creates, this.alters, this.drops).flatMap(List::stream);
    }

    /** The extensions that it makes where they do not exist. */
    public List<String> extensions() {
        return this.requires.stream()
                .filter(Requirement.Extension.class::isInstance)
                .map(requirement -> ((Requirement.Extension) requirement).name())
                .toList();
    }

    /** The roles that it grants to where they exist. */
    public List<String> roles() {
        return this.requires.stream()
                .filter(Requirement.Role.class::isInstance)
                .map(requirement -> ((Requirement.Role) requirement).name())
                .toList();
    }
}
