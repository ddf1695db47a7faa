package io.e2e.migrations.testing;

import io.e2e.migrations.MigrationConfig;
import io.e2e.migrations.catalog.Migration;
import io.e2e.migrations.catalog.MigrationCatalog;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;

/** Databases with a history of the first format, which no code writes any more. */
public final class FirstFormatHistory {

    /** What tests find: number, file and checksum of each row, in order. */
    public static final String ROWS =
            "SELECT number || ' ' || file || ' ' || checksum FROM public.e2e_migrations_history ORDER BY rank";

    private static final String TABLE = """
            CREATE TABLE public.e2e_migrations_history (
                rank bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
                number integer NOT NULL,
                name text NOT NULL,
                file text NOT NULL UNIQUE,
                checksum text NOT NULL,
                inputs text[] NOT NULL,
                applied_by text NOT NULL DEFAULT current_user,
                applied_at timestamptz NOT NULL DEFAULT now(),
                duration_ms integer NOT NULL,
                leaves json NOT NULL
            )""";

    private FirstFormatHistory() {}

    /** The database of the dump: audit_events, and three events and a changed seed row of a test. */
    public static SharedDatabase ofDump() {
        SharedDatabase database = SharedDatabase.create();
        try (InputStream dump = FirstFormatHistory.class.getResourceAsStream("/databases/history-format-1.sql")) {
            database.execute(new String(dump.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
        return database;
    }

    /** Replaces the history of schema public with what an earlier version would have written. */
    public static void replace(SharedDatabase database, MigrationConfig config) {
        List<Migration> migrations =
                MigrationCatalog.load(config.options().locations(), null).migrations();
        String checksums = migrations.stream()
                .map(migration -> "('" + migration.file() + "', '" + migration.fileChecksum() + "')")
                .collect(Collectors.joining(", "));
        database.execute(
                TABLE,
                "INSERT INTO public.e2e_migrations_history"
                        + " (number, name, file, checksum, inputs, applied_by, applied_at, duration_ms, leaves)"
                        + " SELECT version::integer, name, h.file, c.checksum, inputs, applied_by, applied_at, duration_ms,"
                        + " CASE WHEN seed_data -> 'pending' IS NULL THEN seed_data"
                        + " ELSE json_build_object('later', seed_data -> 'pending') END"
                        + " FROM e2e_migrations.public h JOIN (VALUES " + checksums + ") c (file, checksum)"
                        + " ON c.file = h.file ORDER BY rank",
                "DROP SCHEMA e2e_migrations CASCADE");
    }
}
