package io.e2e.migrations.boot.diagnostics;

import io.e2e.migrations.MigrationConfig;
import io.e2e.migrations.MigrationService;
import io.e2e.migrations.catalog.Migration;
import io.e2e.migrations.plan.NearestNames;
import io.e2e.migrations.schema.NamePattern;
import io.e2e.migrations.schema.SchemaObject;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Explains an error of the database by the migrations of a context: which entry, month or right is missing. Reads the
 * catalog and asks no database, so it also explains an error of a context that is closed. Immutable.
 */
public final class DatabaseErrorExplainer {

    static final String DENIED = "42501";

    private static final String CHECK_VIOLATION = "23514";
    private static final String UNDEFINED_COLUMN = "42703";

    /**
     * SQLSTATE undefined_table, undefined_function and undefined_object (PostgreSQL manual, appendix "PostgreSQL Error
     * Codes").
     */
    private static final Set<String> MISSING = Set.of("42P01", "42883", "42704");

    private final MigrationService service;
    private final List<MigrationConfig> configs;
    private final List<MigrationConfig> applied;

    /**
     * Creates an explainer.
     *
     * @param service plans
     * @param configs the configurations of the context
     * @param applied those that are applied when it starts: the same ones, or none
     */
    public DatabaseErrorExplainer(
            MigrationService service, List<MigrationConfig> configs, List<MigrationConfig> applied) {
        this.service = service;
        this.configs = List.copyOf(configs);
        this.applied = List.copyOf(applied);
    }

    /** The migrations that are applied when the context starts. */
    Stream<Migration> applied() {
        return this.applied.stream().flatMap(config -> this.service.plan(config).migrations().stream());
    }

    /** Explains a failure; empty if it has no error of the database, or one that no migration can explain. */
    public Optional<Explanation> explain(Throwable failure) {
        return DatabaseError.in(failure).flatMap(this::explain);
    }

    private Optional<Explanation> explain(DatabaseError error) {
        if (MISSING.contains(error.state())) {
            return missing(error);
        }
        return switch (error.state()) {
            case DatabaseError.SCHEMA_VALIDATION -> error.names().size() == 1 ? missing(error) : column(error);
            case UNDEFINED_COLUMN -> column(error);
            case CHECK_VIOLATION -> month(error);
            case DENIED -> created(error).map(found -> Explanations.denied(found.name()));
            default -> Optional.empty();
        };
    }

    private Optional<Explanation> missing(DatabaseError error) {
        Optional<Created> found = created(error);
        if (found.isEmpty()) {
            return error.names().stream()
                    .findFirst()
                    .map(name -> Explanations.unknown(name, locations(), nearest(name)));
        }
        Created created = found.get();
        if (!isSelected(created)) {
            return Optional.of(Explanations.unselected(created.name(), created.migration(), created.entry(), tables()));
        }
        if (created.object().isPattern()) {
            // A partition by its own name: whether its month has one is not known here.
            return Optional.empty();
        }
        return Optional.of(
                this.applied.isEmpty()
                        ? Explanations.manual(created.name(), created.migration())
                        : Explanations.elsewhere(created.name(), created.migration(), schemas()));
    }

    private Optional<Explanation> column(DatabaseError error) {
        return created(error)
                .filter(found -> found.object().kind().hasColumns())
                .map(found -> isSelected(found)
                        ? Explanations.otherColumns(found.name(), found.migration())
                        : Explanations.unselected(found.name(), found.migration(), found.entry(), tables()));
    }

    private Optional<Explanation> month(DatabaseError error) {
        String table = error.table();
        return this.configs.stream()
                .filter(config -> table != null && hasMonths(table, config))
                .findFirst()
                .map(config -> PartitionExplanation.of(Objects.requireNonNull(table), error.detail(), config));
    }

    private boolean hasMonths(String table, MigrationConfig config) {
        return this.service.plan(config).migrations().stream()
                .anyMatch(migration -> PartitionExplanation.isCreator(migration, table));
    }

    /** The first named object that a migration of the whole catalog creates. */
    private Optional<Created> created(DatabaseError error) {
        List<Created> all = catalog()
                .flatMap(migration -> migration.header().creates().stream()
                        .flatMap(object -> error.names().stream()
                                .filter(name -> matches(object, name))
                                .map(name -> new Created(name, object, migration))))
                .toList();
        return all.stream()
                .filter(this::isSelected)
                .findFirst()
                .or(() -> all.stream().findFirst());
    }

    private static boolean matches(SchemaObject object, String name) {
        return object.isPattern()
                ? new NamePattern(object.name()).matches(name)
                : object.name().equals(name);
    }

    private Stream<Migration> catalog() {
        return this.configs.stream()
                .flatMap(config -> this.service.plan(config.withTables(List.of())).migrations().stream())
                .distinct();
    }

    private boolean isSelected(Created created) {
        return this.configs.stream()
                .anyMatch(config -> this.service.plan(config).migrations().contains(created.migration()));
    }

    private List<String> nearest(String name) {
        return NearestNames.to(
                name,
                catalog()
                        .flatMap(migration -> migration.header().creates().stream())
                        .filter(object -> !object.isPattern() && !object.kind().belongsToTable())
                        .map(SchemaObject::name)
                        .distinct()
                        .toList());
    }

    private List<String> tables() {
        return this.configs.stream()
                .flatMap(config -> config.tables().stream())
                .distinct()
                .toList();
    }

    private List<String> locations() {
        return this.configs.stream()
                .flatMap(config -> config.options().locations().stream())
                .distinct()
                .toList();
    }

    private List<String> schemas() {
        return this.configs.stream()
                .map(config -> config.options().schema())
                .distinct()
                .toList();
    }

    /**
     * What explains an error.
     *
     * @param problem what is wrong
     * @param remedy what to change
     */
    public record Explanation(String problem, String remedy) {}

    /** An object with the migration that creates it; its name is the one that the error has. */
    private record Created(String name, SchemaObject object, Migration migration) {

        /** The entry of {@code e2e.migrations.tables} that brings it. */
        String entry() {
            String table = this.object.table();
            if (table != null) {
                return table;
            }
            return this.object.kind().isSelectable() ? this.name : "migration:" + this.migration.name();
        }
    }
}
