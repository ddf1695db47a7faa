package io.e2e.migrations.change;

import io.e2e.migrations.change.Changes.Verb;
import io.e2e.migrations.inspect.DescribedObject;
import io.e2e.migrations.inspect.DescribedPart;
import io.e2e.migrations.inspect.SchemaDescription;
import io.e2e.migrations.schema.ObjectKind;
import io.e2e.migrations.schema.ObjectRef;
import io.e2e.migrations.schema.SchemaObject;
import java.util.Collections;
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
    private final Set<ObjectRef> redefined = new HashSet<>();
    private final Changes changes = new Changes();

    private ChangeFinder(SchemaDescription before, SchemaDescription after) {
        this.before = before;
        this.after = after;
        this.renames = new Renames(before, after);
    }

    /** Finds what changed; what facts use has to be known of both. */
    public static Changes between(SchemaDescription before, SchemaDescription after) {
        ChangeFinder finder = new ChangeFinder(before, after);
        finder.findRedefined();
        before.objects().forEach(finder::compareOld);
        after.objects().forEach(finder::compareNew);
        return finder.changes;
    }

    /** Functions, sequences and types that are defined otherwise: whatever uses one behaves otherwise, too. */
    private void findRedefined() {
        boolean found;
        do {
            found = false;
            for (DescribedObject old : this.before.objects()) {
                if (old.kind().isDefinition()
                        && this.after
                                .find(old)
                                .filter(now -> isRedefined(old, now))
                                .isPresent()) {
                    found |= this.redefined.add(old.object().subject());
                }
            }
        } while (found);
    }

    private boolean isRedefined(DescribedObject old, DescribedObject now) {
        return !definitions(old).equals(definitions(now))
                || now.parts().stream().anyMatch(part -> !Collections.disjoint(part.uses(), this.redefined));
    }

    private static List<String> definitions(DescribedObject object) {
        return object.partsExcept("privileges").map(DescribedPart::toString).toList();
    }

    private void compareOld(DescribedObject old) {
        Optional<DescribedObject> now = this.after.find(old);
        if (now.isPresent()) {
            compare(old, now.get());
        } else if (old.kind().isListed()) {
            boolean withItsTable = old.table() != null && !exists(this.after, old.table());
            (withItsTable ? this.changes.implied(Verb.DROPS) : this.changes.needed(Verb.DROPS)).add(old.object());
        }
        constraintIndexes(old, this.after).forEach(this.changes.implied(Verb.DROPS)::add);
    }

    private void compareNew(DescribedObject now) {
        Optional<DescribedObject> old = this.before.find(now);
        if (old.isEmpty()) {
            if (now.kind().isListed()) {
                this.changes.needed(Verb.CREATES).add(now.object());
            } else {
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
        Optional<DescribedObject> there = other.find(table);
        return table.parts("constraint")
                .filter(part -> there.flatMap(object -> object.part(part.key())).isEmpty())
                .map(part -> SchemaObject.of(ObjectKind.INDEX, part.name(), table.name()))
                .toList();
    }

    private static boolean exists(SchemaDescription description, String table) {
        return description.objects().stream()
                .anyMatch(object -> object.kind().hasColumns() && object.name().equals(table));
    }

    private void compare(DescribedObject old, DescribedObject now) {
        Set<String> parts = new PartFinder(this.renames, this.redefined).changed(old, now);
        if (!parts.isEmpty()) {
            List<String> listed = old.kind() == ObjectKind.TABLE ? List.copyOf(parts) : List.of();
            this.changes.needed(Verb.ALTERS).add(new SchemaObject(old.kind(), old.name(), old.table(), listed));
        }
    }
}
