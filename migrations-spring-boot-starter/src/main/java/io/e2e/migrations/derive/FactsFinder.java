package io.e2e.migrations.derive;

import io.e2e.migrations.catalog.MigrationFacts;
import io.e2e.migrations.catalog.Requirement;
import io.e2e.migrations.change.ChangeFinder;
import io.e2e.migrations.change.Changes;
import io.e2e.migrations.change.Changes.Verb;
import io.e2e.migrations.schema.ObjectKind;
import io.e2e.migrations.schema.ObjectRef;
import io.e2e.migrations.schema.SchemaObject;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Turns what a replay shows into facts, one migration after the other in their order. Headers say what a migration made of
 * the schema; touches and requirements add what they cannot say. Not thread-safe.
 */
final class FactsFinder {

    private final ObjectHistory history = new ObjectHistory();
    private final Set<ObjectRef> touchedBefore = new HashSet<>();

    /** The facts of the next migration. */
    MigrationFacts next(ReplayedMigration replayed) {
        Signals signals = Signals.of(replayed, this.history);
        Map<ObjectRef, Subject> written = signals.written();
        Changes changes = ChangeFinder.between(replayed.described(), replayed.describedAfter());
        List<SchemaObject> creates = new ArrayList<>(changes.needed(Verb.CREATES));
        List<SchemaObject> alters = withRows(changes.needed(Verb.ALTERS), replayed);
        List<SchemaObject> drops = new ArrayList<>(changes.needed(Verb.DROPS));
        Set<ObjectRef> said = subjects(Stream.of(creates, alters, drops));
        List<ObjectRef> touches = new ArrayList<>();
        Map<ObjectRef, Subject> old = subjects(replayed.before());
        Map<ObjectRef, Subject> now = subjects(replayed.after());
        written.values().stream()
                .filter(subject -> !said.contains(subject.ref()))
                .sorted(Comparator.comparing(Subject::name))
                .forEach(subject -> {
                    boolean was = old.containsKey(subject.ref());
                    boolean is = now.containsKey(subject.ref());
                    ObjectKind kind = subject.kind();
                    if (was == is || kind == null) {
                        touches.add(subject.ref());
                    } else {
                        (is ? creates : drops).add(SchemaObject.of(kind, subject.name()));
                    }
                });
        List<Requirement> requires = requirements(changes, said, signals);
        this.touchedBefore.addAll(said);
        this.touchedBefore.addAll(written.keySet());
        return new MigrationFacts(creates, alters, drops, requires, touches);
    }

    private List<Requirement> requirements(Changes changes, Set<ObjectRef> said, Signals signals) {
        List<Requirement> requires = new ArrayList<>();
        changes.roles().forEach(role -> requires.add(new Requirement.Role(role)));
        signals.read().values().stream()
                .filter(subject -> this.touchedBefore.contains(subject.ref()))
                .filter(subject ->
                        !said.contains(subject.ref()) && !signals.written().containsKey(subject.ref()))
                .sorted(Comparator.comparing(Subject::name))
                .forEach(subject -> requires.add(subject.requirement()));
        return requires;
    }

    /** The altered objects; a table that existed before, with its rows if they were written. */
    private static List<SchemaObject> withRows(List<SchemaObject> altered, ReplayedMigration replayed) {
        Map<String, SchemaObject> tables = new HashMap<>();
        List<SchemaObject> alters = new ArrayList<>();
        altered.forEach(object -> {
            if (object.kind() == ObjectKind.TABLE) {
                tables.put(object.name(), object);
            } else {
                alters.add(object);
            }
        });
        Set<ObjectRef> old = subjects(replayed.before()).keySet();
        writtenTables(replayed)
                .filter(table -> old.contains(ObjectRef.relation(table)))
                .forEach(table -> tables.merge(
                        table,
                        new SchemaObject(ObjectKind.TABLE, table, null, List.of("rows")),
                        (known, rows) -> new SchemaObject(
                                ObjectKind.TABLE,
                                table,
                                null,
                                Stream.concat(known.parts().stream(), Stream.of("rows"))
                                        .distinct()
                                        .toList())));
        tables.values().stream()
                .sorted(Comparator.comparing(SchemaObject::name))
                .forEach(alters::add);
        return alters;
    }

    private static Stream<String> writtenTables(ReplayedMigration replayed) {
        return replayed.after().written().stream()
                .flatMap(oid -> replayed.after().subject(oid).stream())
                .filter(subject -> subject.kind() == ObjectKind.TABLE)
                .map(Subject::name)
                .distinct();
    }

    private static Set<ObjectRef> subjects(Stream<List<SchemaObject>> lists) {
        return lists.flatMap(List::stream)
                .map(SchemaObject::subject)
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private static Map<ObjectRef, Subject> subjects(CatalogReading reading) {
        Map<ObjectRef, Subject> subjects = new HashMap<>();
        reading.entries()
                .keySet()
                .forEach(oid -> reading.subject(oid).ifPresent(subject -> subjects.put(subject.ref(), subject)));
        return subjects;
    }
}
