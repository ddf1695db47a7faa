package io.e2e.migrations.tool.graph;

import io.e2e.migrations.catalog.Migration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** A migration in the graph, with the objects that it creates and with lines to what they need. Built step by step. */
final class Card {

    final int index;
    final Migration migration;
    final List<GraphObject> objects = new ArrayList<>();

    /** The earlier cards that this one needs. */
    final Set<Integer> needs = new TreeSet<>();

    /** The later cards that this one needs, because a later migration changes an object of this one. */
    final Set<Integer> needsLater = new TreeSet<>();

    Card(int index, Migration migration) {
        this.index = index;
        this.migration = migration;
    }

    void addNeed(Card other) {
        if (other.index < this.index) {
            this.needs.add(other.index);
        } else if (other.index > this.index) {
            this.needsLater.add(other.index);
        }
    }
}
