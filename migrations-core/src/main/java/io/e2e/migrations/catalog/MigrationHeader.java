package io.e2e.migrations.catalog;

import io.e2e.migrations.schema.SchemaObject;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The header of a migration: what it declares in the comment lines at the head of its file. The planner relies on it,
 * and the catalog's proof checks it.
 *
 * @param name a short name, unique in the catalog
 * @param description one sentence
 * @param groups the groups that it belongs to
 * @param creates the objects that it creates
 * @param alters the objects that it alters
 * @param drops the objects that it drops
 * @param requires what else it needs
 * @param inputs the names of the values that it needs from the run, see {@link #KNOWN_INPUTS}
 * @param repeatable whether it runs again when its text, an input or a required migration changes
 * @param lossy what its Down section cannot restore; {@code null} if it restores everything
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

    /** The first month with a partition, as its first day: {@code 2026-10-01}. */
    public static final String PARTITIONS_FROM = "partitions_from";

    /** The last month with a partition, as its first day. */
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

    /** What is known of a file without a header: a name, and no facts. */
    static MigrationHeader absent(String name, boolean repeatable) {
        return new MigrationHeader(
                name, "", Set.of(), List.of(), List.of(), List.of(), List.of(), Set.of(), repeatable, null);
    }

    /** The objects that the migration creates, alters or drops. */
    public Stream<SchemaObject> objects() {
        return Stream.of(this.creates, this.alters, this.drops).flatMap(List::stream);
    }

    /** The extensions that are created before its statements run, if they do not exist. */
    public List<String> extensions() {
        return this.requires.stream()
                .filter(Requirement.Extension.class::isInstance)
                .map(requirement -> ((Requirement.Extension) requirement).name())
                .toList();
    }

    /** The roles that it grants privileges to if they exist. */
    public List<String> roles() {
        return this.requires.stream()
                .filter(Requirement.Role.class::isInstance)
                .map(requirement -> ((Requirement.Role) requirement).name())
                .toList();
    }
}
