package io.e2e.migrations.tool.graph;

import io.e2e.migrations.catalog.Migration;
import io.e2e.migrations.catalog.MigrationCatalog;
import io.e2e.migrations.plan.MigrationPlan;
import io.e2e.migrations.plan.MigrationPlanner;
import io.e2e.migrations.plan.UnknownSelectionException;
import java.util.ArrayList;
import java.util.List;

/**
 * The dependency graph of a catalog with facts, from headers or derived: which tables there are, which migrations make them, and what
 * pulls in what. The same catalog gives the same bytes. Immutable.
 */
public final class CatalogGraph {

    private final MigrationCatalog catalog;
    private final List<Migration> migrations;
    private final List<Card> cards;

    private CatalogGraph(MigrationCatalog catalog, List<Migration> migrations) {
        this.catalog = catalog;
        this.migrations = migrations;
        this.cards = CardFinder.find(catalog, migrations);
    }

    /**
     * The graph of a selection.
     *
     * @param catalog the migrations, with facts
     * @param tables the selection; empty means everything
     * @throws UnknownSelectionException if an entry matches nothing
     */
    public static CatalogGraph of(MigrationCatalog catalog, List<String> tables) {
        return new CatalogGraph(catalog, MigrationPlanner.plan(catalog, tables).migrations());
    }

    /** A picture that needs nothing else, light and dark. */
    public String svg() {
        return new GraphSvg(this).toString();
    }

    /**
     * A page with the picture, in which a reader looks for a table and sees what it needs, and why.
     *
     * @param title what the migrations are for
     */
    public String html(String title) {
        return new GraphPage(this, title).toString();
    }

    List<Migration> migrations() {
        return this.migrations;
    }

    List<Card> cards() {
        return this.cards;
    }

    /** All objects in the order of their creation. */
    List<GraphObject> objects() {
        return this.cards.stream().flatMap(card -> card.objects.stream()).toList();
    }

    /** What selecting an object of this card gives; without a selectable name, what its migration does. */
    MigrationPlan plan(Card card, GraphObject object) {
        List<String> entries = new ArrayList<>();
        if (object.kind().isSelectable() && !object.dropped()) {
            entries.add(object.name());
        }
        entries.add("migration:" + card.migration.file());
        for (String entry : entries) {
            try {
                return MigrationPlanner.plan(this.catalog, List.of(entry));
            } catch (UnknownSelectionException ex) {
                // A name that a pattern or a later migration hides; its file always has one.
            }
        }
        throw new IllegalStateException(card.migration + " is not in its catalog");
    }
}
