package io.e2e.migrations.derive;

import io.e2e.migrations.MigrationConfig;
import io.e2e.migrations.apply.MigrationExecutor;
import io.e2e.migrations.catalog.MigrationCatalog;
import io.e2e.migrations.change.SelectedObjects;
import io.e2e.migrations.config.MigrationException;
import io.e2e.migrations.config.MigrationOptions;
import io.e2e.migrations.database.TargetDatabase;
import io.e2e.migrations.inspect.RowDetail;
import io.e2e.migrations.inspect.SchemaDescription;
import io.e2e.migrations.inspect.SchemaReader;
import io.e2e.migrations.plan.MigrationPlan;
import io.e2e.migrations.plan.MigrationPlanner;
import io.e2e.migrations.plan.RunInputs;
import io.e2e.migrations.provision.DatabaseProvisioner;
import io.e2e.migrations.schema.ObjectRef;
import io.e2e.migrations.session.DatabaseSession;
import io.e2e.migrations.time.TimeSource;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Compares what plans of selections make with what the whole catalog makes, each in an empty database of one server, and as
 * a run makes it. Not thread-safe.
 */
final class SelectionCheck {

    private final DatabaseProvisioner databases;
    private final MigrationCatalog catalog;
    private final MigrationOptions options;
    private final Map<String, SchemaDescription> whole = new HashMap<>();

    /**
     * Prepares comparisons.
     *
     * @param databases makes empty databases
     * @param catalog the migrations, without facts
     */
    SelectionCheck(DatabaseProvisioner databases, MigrationCatalog catalog, MigrationConfig config) {
        this.databases = databases;
        this.catalog = catalog;
        this.options = config.options();
    }

    /**
     * Compares a plan.
     *
     * @param plan without facts
     * @param selected the objects that it is for, by the facts
     * @return why it is not enough, in a line that names the object; empty if it is
     */
    String compare(MigrationPlan plan, List<ObjectRef> selected) {
        Map<String, List<ObjectRef>> schemas = bySchema(selected);
        if (!this.whole.keySet().containsAll(schemas.keySet())) {
            this.whole.putAll(describe(MigrationPlanner.plan(this.catalog, List.of()), schemas.keySet()));
        }
        try {
            Map<String, SchemaDescription> made = describe(plan, schemas.keySet());
            List<String> differences = new ArrayList<>();
            schemas.forEach((schema, objects) -> differences.addAll(new SelectedObjects(objects)
                    .differences(
                            this.whole.getOrDefault(schema, SchemaDescription.EMPTY),
                            made.getOrDefault(schema, SchemaDescription.EMPTY))));
            return differences.isEmpty()
                    ? ""
                    : "the selection alone makes another "
                            + differences
                                    .get(0)
                                    .substring(2)
                                    .lines()
                                    .findFirst()
                                    .orElse("");
        } catch (MigrationException ex) {
            return "the selection alone fails: "
                    + ex.problem().lines().findFirst().orElse("");
        }
    }

    /** The objects by their schemas, whose names are in the names of objects in others than that of the migrations. */
    private Map<String, List<ObjectRef>> bySchema(List<ObjectRef> selected) {
        Map<String, List<ObjectRef>> schemas = new LinkedHashMap<>();
        for (ObjectRef object : selected) {
            int dot = object.name().indexOf('.');
            String schema = dot < 0 ? this.options.schema() : object.name().substring(0, dot);
            schemas.computeIfAbsent(schema, any -> new ArrayList<>())
                    .add(new ObjectRef(object.space(), object.name().substring(dot + 1)));
        }
        return schemas;
    }

    private Map<String, SchemaDescription> describe(MigrationPlan plan, Set<String> schemas) {
        TimeSource time = TimeSource.system();
        Map<String, String> inputs = RunInputs.of(this.options.partitions(), time.now());
        Map<String, SchemaDescription> descriptions = new HashMap<>();
        try (TargetDatabase database = this.databases.next();
                DatabaseSession session = DatabaseSession.open(database, this.options, time)) {
            new MigrationExecutor(this.catalog, plan, this.options, inputs, null).apply(session, Set.of());
            for (String schema : schemas) {
                descriptions.put(
                        schema, new SchemaReader(schema).withUses().read(session.connection(), RowDetail.REPEATABLE));
            }
            return descriptions;
        } catch (SQLException ex) {
            throw DerivationFailedException.broken("a database with some of the migrations", ex);
        }
    }
}
