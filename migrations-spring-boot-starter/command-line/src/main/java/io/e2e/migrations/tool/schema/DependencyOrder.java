package io.e2e.migrations.tool.schema;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.stream.Collectors;

/** Orders objects so that each comes after those that it needs; those that are free to come, by kind and name. Pure. */
final class DependencyOrder {

    private final Map<ObjectKey, ScriptObject> objects;
    private final Map<ObjectKey, Set<ObjectKey>> needs = new HashMap<>();
    private final Map<ObjectKey, Set<ObjectKey>> neededBy = new HashMap<>();

    /**
     * Prepares an order.
     *
     * @param needs pairs of an object and one that it needs; pairs with objects that are not there do not count
     */
    DependencyOrder(Collection<ScriptObject> objects, Collection<Need> needs) {
        this.objects = objects.stream().collect(Collectors.toMap(ScriptObject::key, object -> object));
        for (Need need : needs) {
            if (this.objects.containsKey(need.from())
                    && this.objects.containsKey(need.to())
                    && !need.from().equals(need.to())) {
                this.needs.computeIfAbsent(need.from(), any -> new HashSet<>()).add(need.to());
                this.neededBy.computeIfAbsent(need.to(), any -> new HashSet<>()).add(need.from());
            }
        }
    }

    /** The objects in order; those that need each other in a circle are missing, with what needs them. */
    List<ScriptObject> sorted() {
        PriorityQueue<ScriptObject> free = new PriorityQueue<>(ScriptObject.ORDER);
        this.objects.values().stream()
                .filter(object -> !this.needs.containsKey(object.key()))
                .forEach(free::add);
        List<ScriptObject> sorted = new ArrayList<>();
        while (!free.isEmpty()) {
            ScriptObject next = free.remove();
            sorted.add(next);
            for (ObjectKey waiting : this.neededBy.getOrDefault(next.key(), Set.of())) {
                Set<ObjectKey> left = this.needs.getOrDefault(waiting, Set.of());
                if (left.remove(next.key()) && left.isEmpty()) {
                    free.add(this.objects.get(waiting));
                }
            }
        }
        return sorted;
    }

    /** That an object needs another one. */
    record Need(ObjectKey from, ObjectKey to) {}
}
