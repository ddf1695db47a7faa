package io.e2e.migrations.proof.change;

import io.e2e.migrations.inspect.DescribedKind;
import io.e2e.migrations.inspect.DescribedObject;
import io.e2e.migrations.inspect.DescribedPart;
import io.e2e.migrations.inspect.DescribedPart.Use;
import io.e2e.migrations.inspect.SchemaDescription;
import io.e2e.migrations.proof.change.Changes.Verb;
import io.e2e.migrations.schema.ObjectKind;
import io.e2e.migrations.schema.SchemaObject;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Compares a schema before and after a migration, by the rule of truth: what is there after and was not before is
 * created, what was there and is not is dropped, what is defined otherwise is altered.
 */
public final class ChangeFinder {

    private final SchemaDescription before;
    private final SchemaDescription after;
    private final Renames renames;
    private final Set<Use> redefined = new HashSet<>();
    private final Changes changes = new Changes();

    private ChangeFinder(SchemaDescription before, SchemaDescription after) {
        this.before = before;
        this.after = after;
        this.renames = new Renames(before, after);
    }

    public static Changes between(SchemaDescription before, SchemaDescription after) {
        ChangeFinder finder = new ChangeFinder(before, after);
        finder.findRedefined();
        before.objects().forEach(finder::compareOld);
        after.objects().forEach(finder::compareNew);
        return finder.changes;
    }

    /** Functions and types that are defined otherwise: whatever uses them behaves otherwise, too. */
    private void findRedefined() {
        for (DescribedObject old : this.before.objects()) {
            if (old.kind() == DescribedKind.FUNCTION || old.kind() == DescribedKind.TYPE) {
                in(this.after, old)
                        .filter(now -> !sameTexts(old, now))
                        .ifPresent(now -> this.redefined.add(new Use(now.kind(), now.name())));
            }
        }
    }

    private static Optional<DescribedObject> in(SchemaDescription description, DescribedObject object) {
        return description.find(object.kind(), object.name(), object.table());
    }

    private boolean sameTexts(DescribedObject old, DescribedObject now) {
        return definitions(old).equals(definitions(now));
    }

    private static List<String> definitions(DescribedObject object) {
        return object.parts().stream()
                .filter(part -> !part.is("privileges"))
                .map(DescribedPart::toString)
                .toList();
    }

    private void compareOld(DescribedObject old) {
        Optional<DescribedObject> now = in(this.after, old);
        if (now.isPresent()) {
            compare(old, now.get());
        } else if (isInHeaders(old)) {
            boolean withItsTable = old.table() != null && !exists(this.after, old.table());
            (withItsTable ? this.changes.implied(Verb.DROPS) : this.changes.needed(Verb.DROPS)).add(named(old));
        }
        constraintIndexes(old, this.after).forEach(this.changes.implied(Verb.DROPS)::add);
    }

    private void compareNew(DescribedObject now) {
        Optional<DescribedObject> old = in(this.before, now);
        if (old.isEmpty()) {
            if (isInHeaders(now)) {
                this.changes.needed(Verb.CREATES).add(named(now));
            } else if (now.kind() == DescribedKind.EXTENSION) {
                this.changes.extensions().add(now.name());
            }
        }
        constraintIndexes(now, this.before).forEach(this.changes.implied(Verb.CREATES)::add);
        now.parts("privileges")
                .filter(right -> !old.flatMap(was -> was.part(right.key()))
                        .map(DescribedPart::text)
                        .equals(Optional.of(right.text())))
                .map(right -> right.name().replaceFirst("^of ", "").replaceFirst(" on .*", ""))
                .filter(role -> !role.equals("public"))
                .forEach(this.changes.roles()::add);
    }

    /** An index that a constraint made has the constraint's name; a header may name it, but need not. */
    private static List<SchemaObject> constraintIndexes(DescribedObject table, SchemaDescription other) {
        Optional<DescribedObject> there = in(other, table);
        return table.parts("constraint")
                .filter(part -> there.flatMap(object -> object.part(part.key())).isEmpty())
                .map(part -> SchemaObject.of(ObjectKind.INDEX, part.name(), table.name()))
                .toList();
    }

    private static boolean exists(SchemaDescription description, String table) {
        return description.objects().stream()
                .anyMatch(object -> object.name().equals(table)
                        && (object.kind() == DescribedKind.PARTITION || object.table() == null));
    }

    private void compare(DescribedObject old, DescribedObject now) {
        if (!isInHeaders(old)) {
            return;
        }
        Set<String> parts = new PartFinder(this.renames, this.redefined).changed(old, now);
        if (!parts.isEmpty()) {
            List<String> listed = old.kind() == DescribedKind.TABLE ? List.copyOf(parts) : List.of();
            this.changes.needed(Verb.ALTERS).add(new SchemaObject(kind(old), old.name(), old.table(), listed));
        }
    }

    /** Whether headers speak of objects of this kind. */
    private static boolean isInHeaders(DescribedObject object) {
        return switch (object.kind()) {
            case TABLE, PARTITION, VIEW, INDEX, FUNCTION, TRIGGER -> true;
            case EXTENSION, TYPE, SEQUENCE -> false;
        };
    }

    private static SchemaObject named(DescribedObject object) {
        return new SchemaObject(kind(object), object.name(), object.table(), List.of());
    }

    private static ObjectKind kind(DescribedObject object) {
        return ObjectKind.valueOf(object.kind().name());
    }
}
