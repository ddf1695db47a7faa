package io.e2e.migrations.change;

import io.e2e.migrations.inspect.DescribedObject;
import io.e2e.migrations.inspect.DescribedPart;
import io.e2e.migrations.schema.ObjectRef;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Finds which parts of an object are other than before, by the names that an {@code alters: table} line uses: a column
 * or constraint by its name (a renamed one by its new name), else {@code privileges}, {@code definition}, {@code
 * comment}, {@code rows}.
 *
 * @param renames the columns that have another name than before
 * @param redefined the functions, sequences and types that are defined otherwise
 */
record PartFinder(Renames renames, Set<ObjectRef> redefined) {

    Set<String> changed(DescribedObject old, DescribedObject now) {
        Set<String> changed = new LinkedHashSet<>();
        now.partsExcept(DescribedPart.ROW)
                .filter(part -> counterpart(part, now, old)
                        .filter(was -> isSame(old, was, part))
                        .isEmpty())
                .forEach(part -> changed.add(partName(part)));
        old.partsExcept(DescribedPart.ROW)
                .filter(part -> counterpart(part, old, now).isEmpty())
                .forEach(part -> changed.add(partName(part)));
        boolean sameColumns = changed.stream().noneMatch(name -> isColumn(name, old) || isColumn(name, now));
        if (rowsChanged(old, now, sameColumns)) {
            changed.add("rows");
        }
        return changed;
    }

    private static boolean isColumn(String name, DescribedObject object) {
        return object.part("column " + name).isPresent();
    }

    /**
     * The same fact in another description: the one with its identity; else the one with its key, unless that one is
     * known to be another fact of this side, renamed.
     */
    private static Optional<DescribedPart> counterpart(
            DescribedPart part, DescribedObject side, DescribedObject other) {
        Optional<DescribedPart> same = identical(part, other);
        return same.isPresent()
                ? same
                : other.part(part.key()).filter(found -> identical(found, side).isEmpty());
    }

    private static Optional<DescribedPart> identical(DescribedPart part, DescribedObject object) {
        String word = part.is("column") ? "column" : "constraint";
        return part.is(word) && !part.identity().isEmpty()
                ? object.parts(word)
                        .filter(other -> other.identity().equals(part.identity()))
                        .findFirst()
                : Optional.empty();
    }

    private boolean isSame(DescribedObject old, DescribedPart was, DescribedPart part) {
        return Collections.disjoint(part.uses(), this.redefined)
                && was.key().equals(part.key())
                && !isAddedAgain(was, part)
                && this.renames.applied(old, was).equals(part.text());
    }

    /** A column that was dropped and added stands in another place of the same table, and what it held is gone. */
    private static boolean isAddedAgain(DescribedPart was, DescribedPart part) {
        return part.is("column")
                && !was.identity().equals(part.identity())
                && table(was).equals(table(part));
    }

    /** The first half of a column's identity. */
    private static String table(DescribedPart column) {
        return column.identity().replaceFirst(" .*", "");
    }

    /** If columns changed, the rows look otherwise because of them; only their number then says anything. */
    private static boolean rowsChanged(DescribedObject old, DescribedObject now, boolean sameColumns) {
        List<String> was = rows(old);
        List<String> is = rows(now);
        return sameColumns ? !was.equals(is) : was.size() != is.size();
    }

    private static List<String> rows(DescribedObject object) {
        return object.parts(DescribedPart.ROW).map(DescribedPart::text).toList();
    }

    private static String partName(DescribedPart part) {
        return part.is("privileges") ? "privileges" : part.name();
    }
}
