package io.e2e.migrations.tool.graph;

import io.e2e.migrations.catalog.Migration;
import io.e2e.migrations.catalog.MigrationCatalog;
import io.e2e.migrations.catalog.Requirement;
import io.e2e.migrations.schema.ObjectRef;
import io.e2e.migrations.schema.SchemaObject;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Finds the cards of a catalog. A migration has a card if it creates an object, or if it touches none that has one; any other is a
 * mark on the objects that it touches. What a migration requires, the cards of its objects need.
 */
final class CardFinder {

    private final Set<Migration> planned;
    private final List<Card> cards = new ArrayList<>();
    private final Map<ObjectRef, Card> byObject = new HashMap<>();
    private final Map<Migration, Card> byMigration = new LinkedHashMap<>();
    private int objects;

    private CardFinder(Set<Migration> planned) {
        this.planned = planned;
    }

    /** The cards of these migrations of a catalog, which are in its order. */
    static List<Card> find(MigrationCatalog catalog, List<Migration> planned) {
        CardFinder finder = new CardFinder(new LinkedHashSet<>(planned));
        planned.forEach(migration -> finder.addCard(catalog, migration));
        planned.forEach(migration -> finder.addNeeds(catalog, migration));
        finder.reduce();
        return finder.cards;
    }

    private void addCard(MigrationCatalog catalog, Migration migration) {
        Card card = new Card(this.cards.size(), migration);
        for (SchemaObject created : migration.header().creates()) {
            ObjectRef ref = created.subject();
            if (!created.kind().belongsToTable() && !this.byObject.containsKey(ref)) {
                this.byObject.put(ref, card);
                card.objects.add(object(catalog, migration, created));
            }
        }
        boolean isMark = card.objects.isEmpty() && migration.touches().stream().anyMatch(this.byObject::containsKey);
        if (!isMark) {
            this.cards.add(card);
            this.byMigration.put(migration, card);
        }
    }

    private GraphObject object(MigrationCatalog catalog, Migration creator, SchemaObject created) {
        ObjectRef ref = created.subject();
        List<Migration> changes = catalog.touching(ref).stream()
                .filter(migration -> this.planned.contains(migration) && creator.precedes(migration))
                .toList();
        boolean dropped = !changes.isEmpty()
                && changes.get(changes.size() - 1).header().drops().stream()
                        .anyMatch(gone ->
                                !gone.kind().belongsToTable() && gone.subject().equals(ref));
        return new GraphObject(this.objects++, created.kind(), ref, changes, dropped);
    }

    /** The cards of the objects that a migration touches, and its own, in their order. */
    private List<Card> owners(Migration migration) {
        Set<Integer> owners = new TreeSet<>();
        Card own = this.byMigration.get(migration);
        if (own != null) {
            owners.add(own.index);
        }
        for (ObjectRef touched : migration.touches()) {
            Card card = this.byObject.get(touched);
            if (card != null) {
                owners.add(card.index);
            }
        }
        return owners.stream().map(this.cards::get).toList();
    }

    private void addNeeds(MigrationCatalog catalog, Migration migration) {
        List<Card> owners = owners(migration);
        for (int index = 1; index < owners.size(); index++) {
            owners.get(index).addNeed(owners.get(index - 1));
        }
        if (owners.isEmpty()) {
            return;
        }
        Card last = owners.get(owners.size() - 1);
        for (Requirement requirement : migration.header().requires()) {
            required(catalog, requirement).forEach(last::addNeed);
        }
    }

    private List<Card> required(MigrationCatalog catalog, Requirement requirement) {
        if (requirement instanceof Requirement.OtherMigration other) {
            return catalog.withVersion(other.version())
                    .filter(this.planned::contains)
                    .map(this::owners)
                    .orElse(List.of());
        }
        ObjectRef ref = requirement instanceof Requirement.FinalForm form
                ? form.object().subject()
                : requirement instanceof Requirement.Use use ? use.object() : null;
        Card card = ref == null ? null : this.byObject.get(ref);
        return card == null ? List.of() : List.of(card);
    }

    /** Leaves out each need that another one includes, so that few lines say it all. */
    private void reduce() {
        List<BitSet> reachable = new ArrayList<>();
        for (Card card : this.cards) {
            BitSet indirectly = new BitSet();
            card.needs.forEach(need -> indirectly.or(reachable.get(need)));
            card.needs.removeIf(indirectly::get);
            card.needs.forEach(indirectly::set);
            reachable.add(indirectly);
        }
        for (Card card : this.cards) {
            card.needsLater.removeIf(later -> reachable.get(later).get(card.index));
        }
    }
}
