package io.e2e.migrations.tool.schema;

import io.e2e.migrations.MigrationConfig;
import io.e2e.migrations.MigrationService;
import io.e2e.migrations.apply.MigrationExecutor;
import io.e2e.migrations.change.Differences;
import io.e2e.migrations.config.MigrationOptions;
import io.e2e.migrations.database.TargetDatabase;
import io.e2e.migrations.embedded.EmbeddedAccess;
import io.e2e.migrations.inspect.DescribedDatabase;
import io.e2e.migrations.inspect.RowDetail;
import io.e2e.migrations.inspect.SchemaDescription;
import io.e2e.migrations.inspect.SchemaReader;
import io.e2e.migrations.plan.MigrationPlan;
import io.e2e.migrations.plan.RunInputs;
import io.e2e.migrations.provision.DatabaseProvisioner;
import io.e2e.migrations.session.DatabaseSession;
import io.e2e.migrations.session.Sql;
import io.e2e.migrations.time.TimeSource;
import io.e2e.migrations.tool.catalog.ToolSettings;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Writes the schema that migrations make of an empty database. SQL is applied to a second database, which is compared with
 * the first, before anybody gets it. Immutable; not thread-safe while it runs.
 */
public final class SchemaOperation {

    private final ToolSettings settings;
    private final MigrationOptions options;

    private SchemaOperation(ToolSettings settings) {
        this.settings = settings;
        this.options = settings.config().options();
    }

    /**
     * The schema that the selected migrations make.
     *
     * @throws SchemaNotWritableException if SQL would make another one; it names the object
     */
    public static String run(ToolSettings settings, SchemaForm form) {
        if (form == SchemaForm.DESCRIPTION) {
            return describe(settings).entrySet().stream()
                    .map(schema -> "schema " + schema.getKey() + "\n\n"
                            + schema.getValue().text().stripTrailing())
                    .collect(Collectors.joining("\n\n"));
        }
        return new SchemaOperation(settings).inFilledDatabase((operation, session, databases) -> {
            SchemaScript script = SchemaScript.read(session);
            operation.prove(script, operation.describe(session), databases);
            return script.text(operation.searchPath());
        });
    }

    /** What the selected migrations make in each schema, by its name. */
    public static Map<String, SchemaDescription> describe(ToolSettings settings) {
        return new SchemaOperation(settings)
                .inFilledDatabase((operation, session, databases) -> operation.describe(session));
    }

    private <T> T inFilledDatabase(Work<T> work) {
        MigrationConfig config = this.settings.config();
        MigrationPlan plan;
        try (MigrationService migrations = this.settings.open()) {
            plan = migrations.plan();
        }
        try (DatabaseProvisioner databases = DatabaseProvisioner.scratch(EmbeddedAccess.with(this.settings.embedded())
                        .exclusiveServer(config.databaseRequest().withPassword(null)));
                TargetDatabase database = databases.next();
                DatabaseSession session = open(database)) {
            Map<String, String> inputs =
                    RunInputs.of(this.options.partitions(), TimeSource.system().now());
            new MigrationExecutor(this.settings.catalog(), plan, this.options, inputs, null).apply(session, Set.of());
            return work.run(this, session, databases);
        }
    }

    private DatabaseSession open(TargetDatabase database) {
        return DatabaseSession.open(database, this.options, TimeSource.system());
    }

    private Map<String, SchemaDescription> describe(DatabaseSession session) {
        Map<String, SchemaDescription> schemas = new LinkedHashMap<>();
        for (String schema : DescribedDatabase.schemas(session, this.options.schema())) {
            schemas.put(
                    schema,
                    DescribedDatabase.read(session, new SchemaReader(schema), RowDetail.NONE, Set.of())
                            .schema());
        }
        return schemas;
    }

    private void prove(SchemaScript script, Map<String, SchemaDescription> made, DatabaseProvisioner databases) {
        try (TargetDatabase empty = databases.next();
                DatabaseSession session = open(empty);
                Statement statement = session.connection().createStatement()) {
            statement.setEscapeProcessing(false);
            statement.execute("SET check_function_bodies = off; SET search_path = " + searchPath());
            for (ScriptObject object : script.objects()) {
                execute(statement, object.name(), object.statements());
            }
            for (String sql : script.closing()) {
                execute(statement, "the rest", List.of(sql));
            }
            compare(made, describe(session));
        } catch (SQLException ex) {
            throw SchemaNotWritableException.refused("a session", "", ex);
        }
    }

    private static void execute(Statement statement, String object, List<String> statements) {
        for (String sql : statements) {
            try {
                statement.execute(sql);
            } catch (SQLException ex) {
                throw SchemaNotWritableException.refused(object, sql, ex);
            }
        }
    }

    private static void compare(Map<String, SchemaDescription> made, Map<String, SchemaDescription> again) {
        List<String> differences = made.entrySet().stream()
                .flatMap(schema -> Differences.of(
                        CastArrays.rewritten(schema.getValue()),
                        CastArrays.rewritten(again.getOrDefault(schema.getKey(), SchemaDescription.EMPTY)))
                        .stream())
                .toList();
        if (!differences.isEmpty() || !made.keySet().equals(again.keySet())) {
            throw SchemaNotWritableException.different(Differences.text(differences));
        }
    }

    private String searchPath() {
        return Stream.concat(Stream.of(this.options.schema()), this.options.catalog().furtherSchemas().stream())
                .map(Sql::identifier)
                .collect(Collectors.joining(", "));
    }

    /** What is done with a database to which the migrations were applied, and with the server's other databases. */
    private interface Work<T> {
        T run(SchemaOperation operation, DatabaseSession session, DatabaseProvisioner databases);
    }
}
