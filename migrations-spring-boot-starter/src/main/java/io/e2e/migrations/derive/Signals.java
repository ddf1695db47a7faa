package io.e2e.migrations.derive;

import io.e2e.migrations.derive.CatalogReading.Edge;
import io.e2e.migrations.derive.CatalogReading.Entry;
import io.e2e.migrations.derive.CatalogReading.Row;
import io.e2e.migrations.schema.ObjectKind;
import io.e2e.migrations.schema.ObjectRef;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What one migration reads and writes, by all signals of a replay: what the catalogs hold before and after it, the
 * dependencies that came and went, the rows that it wrote, the objects that it locked, the functions that ran, and what the
 * parse trees of its statements name.
 */
final class Signals {

    private final CatalogReading before;
    private final CatalogReading after;
    private final ObjectHistory history;
    private final Map<ObjectRef, Subject> read = new LinkedHashMap<>();
    private final Map<ObjectRef, Subject> written = new LinkedHashMap<>();
    private final Map<Subject, Set<Subject>> users = new HashMap<>();

    private Signals(ReplayedMigration replayed, ObjectHistory history) {
        this.before = replayed.before();
        this.after = replayed.after();
        this.history = history;
    }

    /** Reads the signals of the migration after those that the history has, and notes it there. */
    static Signals of(ReplayedMigration replayed, ObjectHistory history) {
        Signals signals = new Signals(replayed, history);
        history.add(replayed.after());
        signals.addObjects();
        signals.addRowsOfCatalogs();
        signals.addBodies();
        signals.addDependencies();
        signals.addStatistics();
        signals.addTrees(replayed);
        signals.addInheritance();
        signals.addWhatConcernsOthers();
        return signals;
    }

    /** What it reads or uses. */
    Map<ObjectRef, Subject> read() {
        return this.read;
    }

    /** What it creates, changes or drops, or whose rows it writes, and what changes with that. */
    Map<ObjectRef, Subject> written() {
        return this.written;
    }

    private void read(Subject subject) {
        this.read.put(subject.ref(), subject);
    }

    private void write(Subject subject) {
        this.written.put(subject.ref(), subject);
    }

    /** What an object is or was a part of, if both differ first the one and then the other. */
    private void each(Oid oid, Consumer<Subject> use) {
        this.before.subject(oid).ifPresent(use);
        this.after.subject(oid).ifPresent(use);
    }

    private void addObjects() {
        Set<Oid> all = new HashSet<>(this.before.entries().keySet());
        all.addAll(this.after.entries().keySet());
        for (Oid oid : all) {
            boolean isGone = !this.after.entries().containsKey(oid);
            if (isGone
                    || !this.before.entries().containsKey(oid)
                    || !this.before.subject(oid).equals(this.after.subject(oid))) {
                each(oid, this::write);
            }
            if (isGone && this.after.entries().containsKey(this.before.whole(oid))) {
                this.before.subject(oid).ifPresent(this::writeUsers);
            }
        }
    }

    /**
     * The body of a function is a text that is read only when it runs. The names in it are what it may use: what exists is read,
     * and what comes later changes the function, and what uses it.
     */
    private void addBodies() {
        this.after.rows().forEach((key, row) -> {
            if (key.startsWith("pg_proc ")) {
                this.history.addBody(row.oid(), row.text());
                this.history.namedIn(row.oid()).forEach(this::read);
            }
        });
        this.after.entries().forEach((oid, entry) -> {
            if (entry.parent() == null && !this.before.entries().containsKey(oid)) {
                this.history
                        .bodiesWith(entry.name())
                        .filter(this.before.entries()::containsKey)
                        .flatMap(function -> this.after.subject(function).stream())
                        .forEach(function -> {
                            write(function);
                            writeUsers(function);
                        });
            }
        });
    }

    private void addRowsOfCatalogs() {
        this.after.rows().forEach((key, row) -> {
            String was = this.history.replace(key, row.text());
            if (!was.equals(row.text()) && !isOfForeignKey(was, row)) {
                each(row.oid(), this::write);
                if (redefines(key, was, row)) {
                    this.after.subject(row.oid()).ifPresent(this::writeUsers);
                }
            }
        });
    }

    /** Whether a row is a new trigger of PostgreSQL's own: a foreign key makes them on both tables. */
    private static boolean isOfForeignKey(String was, Row row) {
        return was.isEmpty() && row.text().contains("\"tgisinternal\": true");
    }

    /** Whether a row changes what uses its object: neither a comment nor a privilege does. */
    private boolean redefines(String key, String was, Row row) {
        return this.before.entries().containsKey(this.after.whole(row.oid()))
                && !key.startsWith("pg_description")
                && !withoutPrivileges(was).equals(withoutPrivileges(row.text()));
    }

    private static String withoutPrivileges(String row) {
        return row.replaceAll("\"(?:proacl|typacl)\": (?:null|\\[[^]]*])", "");
    }

    /**
     * An object that uses a function, a type or the like behaves otherwise if that is defined otherwise; so does a function
     * whose body names it.
     */
    private void writeUsers(Subject changed) {
        Deque<Subject> open = new ArrayDeque<>(Set.of(changed));
        Set<Subject> seen = new HashSet<>(open);
        while (!open.isEmpty()) {
            Subject next = open.remove();
            if (next.changesItsUsers()) {
                Stream.concat(
                                users().getOrDefault(next, Set.of()).stream(),
                                this.history.bodiesWith(next.name()).flatMap(body -> this.after.subject(body).stream()))
                        .filter(seen::add)
                        .forEach(user -> {
                            write(user);
                            open.add(user);
                        });
            }
        }
    }

    private Map<Subject, Set<Subject>> users() {
        if (this.users.isEmpty()) {
            for (Edge edge : this.after.edges()) {
                this.after
                        .subject(edge.to())
                        .ifPresent(used -> this.after
                                .subject(edge.from())
                                .ifPresent(user -> this.users
                                        .computeIfAbsent(used, any -> new LinkedHashSet<>())
                                        .add(user)));
            }
        }
        return this.users;
    }

    /** What an object depends on is read; what it no longer depends on is changed, since it can be dropped now. */
    private void addDependencies() {
        this.after.edges().stream()
                .filter(edge -> !this.before.edges().contains(edge))
                .forEach(edge -> this.after.subject(edge.to()).ifPresent(this::read));
        Set<Use> remaining =
                this.after.edges().stream().map(edge -> use(this.after, edge)).collect(Collectors.toSet());
        for (Edge edge : this.before.edges()) {
            Optional<Subject> user = this.before.subject(edge.from());
            Optional<Subject> used = this.before.subject(edge.to());
            if (!user.equals(used)
                    && !this.after.edges().contains(edge)
                    && !remaining.contains(use(this.before, edge))
                    && this.after.entries().containsKey(edge.to())) {
                used.filter(subject -> subject.kind() != null).ifPresent(this::write);
            }
        }
    }

    private static Use use(CatalogReading reading, Edge edge) {
        return new Use(reading.subject(edge.from()), edge.to(), edge.column());
    }

    private void addStatistics() {
        this.after.written().forEach(oid -> each(oid, this::write));
        this.after.called().forEach(oid -> each(oid, this::read));
        this.after.locks().forEach((oid, strong) -> {
            boolean drawn = strong && isSequence(oid);
            each(oid, drawn ? this::write : this::read);
            if (drawn) {
                this.after
                        .subject(oid)
                        .filter(subject -> subject.kind() == ObjectKind.SEQUENCE)
                        .ifPresent(this::writeUsers);
            }
        });
    }

    /** A sequence has no row of statistics, but its next value is drawn under a lock for writing; its users get the next. */
    private boolean isSequence(Oid oid) {
        Entry entry =
                this.after.entries().getOrDefault(oid, this.before.entries().get(oid));
        return entry != null && entry.kind() == ObjectKind.SEQUENCE;
    }

    private void addTrees(ReplayedMigration replayed) {
        ParseTrees trees = replayed.trees();
        Set<Oid> all = new HashSet<>(this.before.entries().keySet());
        all.addAll(this.after.entries().keySet());
        for (Oid oid : all) {
            if (trees.named().contains(oid.object())) {
                each(oid, this::read);
            }
        }
        if (!replayed.inTransaction()) {
            trees.written().forEach(relation -> each(Oid.relation(relation), this::write));
        }
        trees.words().forEach(word -> this.history.named(word).forEach(this::read));
    }

    /** A table shows the rows of those that inherit from it. */
    private void addInheritance() {
        int known;
        do {
            known = this.written.size();
            this.after.edges().stream()
                    .filter(edge -> edge.from().catalog() == Oid.RELATIONS
                            && edge.to().catalog() == Oid.RELATIONS
                            && edge.column() == 0)
                    .filter(edge -> this.after.subject(edge.from()).stream().anyMatch(this.written::containsValue))
                    .forEach(edge -> this.after.subject(edge.to()).ifPresent(this::write));
        } while (this.written.size() > known);
    }

    /**
     * No dependency says that default privileges concern what is created after them, event triggers all that changes, and
     * casts whatever has values of their types.
     */
    private void addWhatConcernsOthers() {
        boolean creates =
                !this.after.entries().keySet().equals(this.before.entries().keySet());
        boolean changes = creates || !this.after.rows().isEmpty();
        Set<ObjectRef> known = new HashSet<>(this.read.keySet());
        known.addAll(this.written.keySet());
        for (Oid oid : this.before.entries().keySet()) {
            if ((oid.catalog() == Oid.DEFAULT_PRIVILEGES && creates)
                    || (oid.catalog() == Oid.EVENT_TRIGGERS && changes)
                    || (oid.catalog() == Oid.CASTS && !this.written.isEmpty() && concerns(oid, known))) {
                this.before.subject(oid).ifPresent(this::read);
            }
        }
    }

    /** Whether a cast is between types of PostgreSQL, or one of its types is among these. */
    private boolean concerns(Oid cast, Set<ObjectRef> known) {
        List<Subject> types = this.before.edges().stream()
                .filter(edge -> edge.from().equals(cast))
                .flatMap(edge -> this.before.subject(edge.to()).stream())
                .filter(used -> used.kind() != ObjectKind.FUNCTION)
                .toList();
        return types.isEmpty() || types.stream().anyMatch(type -> known.contains(type.ref()));
    }

    /** That something uses an object, or a column of it. */
    private record Use(Optional<Subject> user, Oid used, int column) {}
}
