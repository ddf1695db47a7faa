package io.e2e.migrations.inspect;

import io.e2e.migrations.schema.ObjectKind;
import io.e2e.migrations.schema.ObjectRef;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The content of a schema, as far as migrations create it. {@link SchemaReader} reads it. It does not contain members
 * of extensions, nor what PostgreSQL derives: the index of a constraint; the parts of indexes, triggers and constraints
 * on partitions; not-null constraints, which the columns show. Immutable.
 *
 * @param objects the objects by kind, table and name
 */
public record SchemaDescription(List<DescribedObject> objects) {

    /** An empty schema. */
    public static final SchemaDescription EMPTY = new SchemaDescription(List.of());

    public SchemaDescription {
        objects = objects.stream().sorted(DescribedObject.ORDER).toList();
    }

    /** The object of this kind, name and table, whatever its facts are. */
    public Optional<DescribedObject> find(DescribedObject wanted) {
        return this.objects.stream()
                .filter(object -> object.object().equals(wanted.object()))
                .findFirst();
    }

    /** The object that belongs to no table and has this name. */
    public Optional<DescribedObject> find(ObjectRef ref) {
        return this.objects.stream()
                .filter(object ->
                        object.table() == null && object.object().subject().equals(ref))
                .findFirst();
    }

    /** The objects of a kind. */
    public Stream<DescribedObject> ofKind(ObjectKind kind) {
        return this.objects.stream().filter(object -> object.kind() == kind);
    }

    /** Indexes, triggers and partitions of a table, and those of its partitions. */
    public Stream<DescribedObject> belongingTo(String table) {
        return this.objects.stream()
                .filter(object -> table.equals(object.table()))
                .flatMap(object -> object.kind() == ObjectKind.PARTITION
                        ? Stream.concat(Stream.of(object), belongingTo(object.name()))
                        : Stream.of(object));
    }

    /**
     * The description as text to review: each table is followed by its indexes, triggers and partitions. Versions of
     * extensions are left out, because they depend on the server.
     */
    public String text() {
        StringBuilder text = new StringBuilder();
        for (DescribedObject object : this.objects) {
            if (object.table() == null) {
                text.append(text.isEmpty() ? "" : "\n").append(object).append('\n');
                if (object.kind() != ObjectKind.EXTENSION) {
                    object.parts().forEach(part -> appendIndented(text, part.toString(), 4));
                }
                belongingTo(object.name()).forEach(piece -> appendPiece(text, piece));
            }
        }
        return text.toString();
    }

    private static void appendPiece(StringBuilder text, DescribedObject piece) {
        String definition =
                piece.part(DescribedPart.DEFINITION).map(DescribedPart::text).orElse("");
        appendIndented(text, piece.kind().keyword() + " " + piece.name() + " " + definition, 4);
        piece.partsExcept(DescribedPart.DEFINITION).forEach(part -> appendIndented(text, part.toString(), 8));
    }

    private static void appendIndented(StringBuilder text, String fact, int indent) {
        if (!fact.isEmpty()) {
            text.append(fact.indent(indent));
        }
    }
}
