package io.e2e.migrations.revert;

import io.e2e.migrations.catalog.Migration;
import io.e2e.migrations.reset.SeedData;
import io.e2e.migrations.schema.ObjectKind;
import io.e2e.migrations.schema.ObjectRef;
import io.e2e.migrations.schema.SchemaObject;
import io.e2e.migrations.session.DatabaseSession;
import io.e2e.migrations.session.HistoryTable;
import io.e2e.migrations.session.RoundTrip;
import io.e2e.migrations.session.Sql;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a revert loses that applying again does not bring back: the rows of dropped tables; the values of dropped columns
 * that differ from the column's default; and what a header calls lossy. A table that is empty or holds only its seed data
 * loses nothing.
 */
final class DataLoss {

    private static final String COUNT = """
            DECLARE
                changed CONSTANT jsonb := current_setting(%1$s)::jsonb -> 'changed';
                lost jsonb := '{}';
                t record;
                number bigint;
            BEGIN
                FOR t IN
                    SELECT w.name, w.part, c.oid::regclass AS source,
                           coalesce(pg_get_expr(d.adbin, d.adrelid), 'NULL') AS value
                      FROM unnest(%2$s, %3$s) w (name, part)
                      JOIN pg_class c ON c.relnamespace = to_regnamespace(%4$s) AND c.relname = w.name
                      LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = w.part
                      LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
                     WHERE changed -> w.name IS NOT NULL AND (w.part = '' OR a.attgenerated = '')
                LOOP
                    EXECUTE 'SELECT count(*) FROM ' || t.source || CASE t.part WHEN '' THEN '' ELSE
                        format(' x WHERE (x.%%I)::text IS DISTINCT FROM (%%s)::text', t.part, t.value) END INTO number;
                    lost := lost || jsonb_build_object(t.name || '.' || t.part, number);
                END LOOP;
                PERFORM set_config(%1$s, lost::text, true);
            END""";

    private static final Pattern REMOVES = Pattern.compile("\\b(?:DROP|DELETE|TRUNCATE)\\b", Pattern.CASE_INSENSITIVE);

    private final HistoryTable history;

    DataLoss(HistoryTable history) {
        this.history = history;
    }

    /** What reverting migrations without headers may lose, a line for each. */
    static List<String> withoutHeaders(List<RevertStep> steps) {
        return steps.stream()
                .map(RevertStep::migration)
                .filter(migration -> migration.script().down().stream()
                        .anyMatch(statement -> REMOVES.matcher(statement.text()).find()))
                .map(migration ->
                        migration.label() + ": what its Down drops or deletes, as no header says what that is")
                .toList();
    }

    /** Reads what reverting these migrations would lose, a line for each loss. */
    List<String> of(List<RevertStep> steps, DatabaseSession session) throws SQLException {
        List<Part> parts = new ArrayList<>();
        steps.forEach(step -> parts.addAll(dropped(step.migration())));
        Set<String> droppedTables = parts.stream()
                .filter(part -> part.column().isEmpty())
                .map(Part::table)
                .collect(Collectors.toSet());
        steps.forEach(step -> tables(step.migration()).forEach(table -> parts.add(new Part(table, ""))));
        Map<String, Long> counts = counts(parts, session);
        List<String> losses = new ArrayList<>();
        for (RevertStep step : steps) {
            Migration migration = step.migration();
            @Nullable String lossy = migration.header().lossy();
            if (lossy != null && tables(migration).allMatch(table -> counts.getOrDefault(table + ".", 0L) == 0)) {
                lossy = null;
            }
            Stream.concat(
                            Stream.ofNullable(lossy),
                            dropped(migration).stream()
                                    // The rows of a dropped table include the values of its columns.
                                    .filter(part -> part.column().isEmpty() || !droppedTables.contains(part.table()))
                                    .filter(part -> counts.getOrDefault(part.key(), 0L) > 0)
                                    .map(part -> part.text(counts.getOrDefault(part.key(), 0L))))
                    .forEach(loss -> losses.add(migration.label() + ": " + loss));
        }
        return losses;
    }

    private static Stream<String> tables(Migration migration) {
        return migration.touches().stream()
                .filter(object -> object.space() == ObjectRef.Space.RELATION)
                .map(ObjectRef::name);
    }

    private Map<String, Long> counts(List<Part> parts, DatabaseSession session) throws SQLException {
        Map<String, Long> counts = new LinkedHashMap<>();
        String setting = Sql.literal(DatabaseSession.KEPT_SETTING);
        RoundTrip roundTrip = new RoundTrip();
        SeedData.readChangesSql(this.history).forEach(roundTrip::add);
        roundTrip.add(Sql.block(COUNT.formatted(
                setting,
                Sql.textArray(parts.stream().map(Part::table).toList()),
                Sql.textArray(parts.stream().map(Part::column).toList()),
                Sql.literal(Sql.identifier(this.history.schema())))));
        roundTrip.add(
                "SELECT key, value FROM jsonb_each_text(current_setting(" + setting + ")::jsonb)",
                row -> counts.put(row.getString(1), row.getLong(2)));
        session.run(roundTrip);
        return counts;
    }

    /** The tables and columns that the Down section of a migration drops. */
    static List<Part> dropped(Migration migration) {
        List<Part> parts = new ArrayList<>();
        migration.header().creates().stream()
                .filter(object -> object.kind() == ObjectKind.TABLE)
                .forEach(table -> parts.add(new Part(table.name(), "")));
        for (SchemaObject table : migration.header().alters()) {
            if (table.kind() == ObjectKind.TABLE && migration.header().lossy() == null) {
                table.parts().stream()
                        .map(column -> column.replace("\"", ""))
                        .filter(column -> drops(migration, table.name(), column))
                        .forEach(column -> parts.add(new Part(table.name(), column)));
            }
        }
        return parts;
    }

    private static boolean drops(Migration migration, String table, String column) {
        Pattern drop = Pattern.compile(
                "\\bDROP\\s+(?:COLUMN\\s+)?(?:IF\\s+EXISTS\\s+)?\"?" + Pattern.quote(column) + "(?![\\w$])",
                Pattern.CASE_INSENSITIVE);
        return migration.script().down().stream()
                .map(statement -> statement.text())
                .anyMatch(sql -> sql.contains(table) && drop.matcher(sql).find());
    }

    /**
     * A dropped table, or a dropped column.
     *
     * @param column the column; empty for the whole table
     */
    record Part(String table, String column) {

        private String key() {
            return this.table + "." + this.column;
        }

        private String text(long count) {
            return this.column.isEmpty()
                    ? "table " + this.table + ", with " + count + (count == 1 ? " row" : " rows")
                    : "column " + this.column + " of " + this.table + ", with " + count
                            + (count == 1 ? " value" : " values");
        }
    }
}
