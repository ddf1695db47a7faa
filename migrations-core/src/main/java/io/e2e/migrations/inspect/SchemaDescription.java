package io.e2e.migrations.inspect;

import io.e2e.migrations.schema.ObjectKind;
import io.e2e.migrations.schema.ObjectRef;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Everything that a schema holds, as far as migrations make it: what {@link SchemaReader} found. Left out are members of
 * extensions and what PostgreSQL derives by itself: a constraint's own index, the pieces of
 * indexes, triggers and constraints on partitions, not-null constraints (the column says it). Immutable.
 *
 * @param objects the objects by kind, table and name
 */
public record SchemaDescription(List<DescribedObject> objects) {

    /** A schema that holds nothing. */
    public static final SchemaDescription EMPTY = new SchemaDescription(List.of());

    public SchemaDescription {
        objects = objects.stream().sorted(DescribedObject.ORDER).toList();
    }

    /** This object here, whatever is known of it elsewhere. */
    public Optional<DescribedObject> find(DescribedObject wanted) {
        return this.objects.stream()
                .filter(object -> object.object().equals(wanted.object()))
                .findFirst();
    }

    /** The object that stands alone and has this name. */
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

    /** The whole as text that people can review: each table with its indexes, triggers and partitions beneath it. */
    public String text() {
        StringBuilder text = new StringBuilder();
        for (DescribedObject object : this.objects) {
            if (object.table() == null) {
                text.append(text.isEmpty() ? "" : "\n").append(object).append('\n');
                object.parts().forEach(part -> appendIndented(text, part.toString(), 4));
                belongingTo(object.name()).forEach(piece -> appendPiece(text, piece));
            }
        }
        return text.toString();
    }

    private static void appendPiece(StringBuilder text, DescribedObject piece) {
        String definition =
                piece.part(DescribedPart.DEFINITION).map(DescribedPart::text).orElse("");
        appendIndented(text, piece.kind().keyword() + " " + piece.name() + " " + definition, 4);
        piece.parts().stream()
                .filter(part -> !part.is(DescribedPart.DEFINITION))
                .forEach(part -> appendIndented(text, part.toString(), 8));
    }

    private static void appendIndented(StringBuilder text, String fact, int indent) {
        if (!fact.isEmpty()) {
            text.append(fact.indent(indent));
        }
    }
}
