package io.e2e.migrations.foreign;

import io.e2e.migrations.catalog.Migration;
import io.e2e.migrations.config.MigrationFormat;
import io.e2e.migrations.config.MigrationOptions;
import io.e2e.migrations.session.DatabaseState;
import io.e2e.migrations.session.HistoryTable;
import io.e2e.migrations.session.Sql;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Our statements around the migrations of another tool, so that each finds the session and the tables that its tool would
 * give it. Pure and immutable.
 */
public final class ForeignRun {

    /** PostgreSQL's default, whose name stands for the schema that is named like the role. */
    private static final String USER = "\"$user\"";

    private static final Pattern SCHEMA = Pattern.compile("\\bschema\\b", Pattern.CASE_INSENSITIVE);

    private final MigrationFormat format;
    private final MigrationOptions options;
    private final HistoryTable history;

    /**
     * Prepares a run.
     *
     * @param format the tool's
     * @param options name the schemas
     */
    public ForeignRun(MigrationFormat format, MigrationOptions options) {
        this.format = format;
        this.options = options;
        this.history = new HistoryTable(options.schema());
    }

    /**
     * Gives a migration the settings that its tool leaves as they are: the search path, and the order of day and month.
     */
    public List<String> settingsSql(SettingScope scope) {
        boolean local = scope == SettingScope.TRANSACTION;
        return List.of(
                "SELECT pg_catalog.set_config('search_path', " + Sql.literal(path()) + ", " + local + ")",
                (local ? "SET LOCAL" : "SET") + " DateStyle TO DEFAULT");
    }

    /**
     * Flyway puts its schema before the path of the session (PostgreSQLConnection.changeCurrentSchemaTo); the other tools
     * leave PostgreSQL's default.
     */
    private String path() {
        String schema = Sql.identifier(this.options.schema());
        boolean first =
                this.format == MigrationFormat.FLYWAY || !this.options.schema().equals("public");
        Set<String> path = new LinkedHashSet<>(first ? List.of(schema) : List.of(USER, schema));
        this.options.catalog().furtherSchemas().forEach(further -> path.add(Sql.identifier(further)));
        path.addAll(List.of(USER, Sql.identifier("public")));
        return String.join(", ", path);
    }

    /** The tables in which the tool records what it applied. */
    public Set<String> historyTables() {
        return ToolHistory.of(this.format).map(ToolHistory::table).collect(Collectors.toSet());
    }

    /**
     * Refuses a database to which the tool itself has applied migrations.
     *
     * @throws ToolHistoryException if it has a history of the tool, and none of ours
     */
    public void refuseDatabaseOfTool(String target, DatabaseState state) {
        boolean fresh = state.history().isEmpty() && state.interrupted().isEmpty();
        historyTables().stream()
                .filter(table -> fresh && state.snapshot().relation(table).isPresent())
                .sorted()
                .findFirst()
                .ifPresent(table -> {
                    throw new ToolHistoryException(target, this.format, table);
                });
    }

    /** Makes the tables for the history of the tool, empty, that pending migrations name. */
    public List<String> firstSql(Collection<Migration> pending) {
        return ToolHistory.namedIn(pending, this.format).stream()
                .flatMap(table -> table.createSql(this.options.schema()).stream())
                .toList();
    }

    /**
     * Records a migration, without seed data. Afterwards the history belongs to the schema of the name as it then is,
     * because a migration may drop the schema and create it again.
     */
    public List<String> recordSql(Migration migration, Map<String, String> inputs) {
        String insert = this.history.insertSql(migration, inputs, "'{}'");
        return migration.mentions(SCHEMA) ? List.of(insert, this.history.keepSql()) : List.of(insert);
    }

    /** Where the migrations create extensions, by the names of these. Blocks, which may handle an error, do not count. */
    public static Map<String, String> extensions(Collection<Migration> migrations) {
        return migrations.stream()
                .flatMap(migration -> migration.script().up().stream()
                        .flatMap(block -> block.parts().stream())
                        .flatMap(statement -> statement.createdExtension().stream()
                                .map(name -> Map.entry(name, migration.file() + ":" + statement.line()))))
                .collect(
                        Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue, (first, next) -> first, TreeMap::new));
    }
}
