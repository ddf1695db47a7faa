package io.e2e.migrations.revert;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Which migrations to revert. An immutable value: start from {@link #last()}, {@link #allAfter}, {@link #allFrom} or
 * {@link #of}. A repeatable migration that needs a reverted one is always reverted with it, because the next run applies
 * it again.
 *
 * <pre>{@code
 * migrations.revert(RevertRequest.of("audit_events").withDependents());
 * }</pre>
 *
 * @param scope how the entries are meant
 * @param entries migrations by name, version or file; for {@link Scope#SELECTION}, also objects, groups and globs
 * @param dependents what to do with versioned migrations that need a reverted one
 * @param loss what to do if data would be lost
 */
public record RevertRequest(Scope scope, List<String> entries, Dependents dependents, Loss loss) {

    public RevertRequest {
        entries = List.copyOf(entries);
    }

    private RevertRequest(Scope scope, List<String> entries) {
        this(scope, entries, Dependents.REFUSE, Loss.REFUSE);
    }

    /** The versioned migration that was applied last; if none is applied, the repeatable one that was applied last. */
    public static RevertRequest last() {
        return new RevertRequest(Scope.LAST, List.of());
    }

    /** Every applied migration with a higher number than this one, which stays applied. */
    public static RevertRequest allAfter(String migration) {
        return new RevertRequest(Scope.AFTER, List.of(migration));
    }

    /** This migration, and every applied one with a higher number. */
    public static RevertRequest allFrom(String migration) {
        return new RevertRequest(Scope.FROM, List.of(migration));
    }

    /** The applied migrations that these entries name; for a table or another object, every one that touches it. */
    public static RevertRequest of(String... selection) {
        return new RevertRequest(Scope.SELECTION, List.of(selection));
    }

    /** A copy that also reverts the versioned migrations that need a reverted one, instead of refusing. */
    public RevertRequest withDependents() {
        return new RevertRequest(this.scope, this.entries, Dependents.REVERT, this.loss);
    }

    /** A copy that reverts even if rows or values are lost that applying again does not bring back. */
    public RevertRequest allowLoss() {
        return new RevertRequest(this.scope, this.entries, this.dependents, Loss.ALLOW);
    }

    /** The request as it is written in Java. */
    @Override
    public String toString() {
        String arguments =
                this.entries.stream().map(entry -> '"' + entry + '"').collect(Collectors.joining(", ", "(", ")"));
        return "RevertRequest." + this.scope.method + arguments
                + (this.dependents == Dependents.REVERT ? ".withDependents()" : "")
                + (this.loss == Loss.ALLOW ? ".allowLoss()" : "");
    }

    /** How the entries of a request are meant. */
    public enum Scope {
        /** There are no entries: the migration that was applied last. */
        LAST("last"),
        /** The migrations after the entry. */
        AFTER("allAfter"),
        /** The entry and the migrations after it. */
        FROM("allFrom"),
        /** The migrations that the entries name. */
        SELECTION("of");

        private final String method;

        Scope(String method) {
            this.method = method;
        }

        /** Whether the entries say what stays, so that a request is met if nothing is left to revert. */
        boolean namesState() {
            return this == AFTER || this == FROM;
        }
    }

    /** What to do with versioned migrations that need a reverted one and were not requested. */
    public enum Dependents {
        /** Revert nothing. */
        REFUSE,
        /** Revert them first. */
        REVERT
    }

    /** What to do if data would be lost. */
    public enum Loss {
        /** Revert nothing. */
        REFUSE,
        /** Revert, and say in the report what was lost. */
        ALLOW
    }
}
