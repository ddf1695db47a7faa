package io.e2e.migrations.session;

import io.e2e.migrations.schema.ObjectKind;
import org.jspecify.annotations.Nullable;

/**
 * An object in a database.
 *
 * @param kind its kind; a detached partition is a table
 * @param name its name
 * @param table the table that it belongs to if it is a partition, an index or a trigger
 * @param usable whether PostgreSQL uses it: an index can be invalid, a trigger disabled
 * @param bounds a partition's bounds as PostgreSQL prints them, {@code FOR VALUES FROM ('2026-11-01') TO
 *     ('2026-12-01')}
 */
public record FoundObject(
        ObjectKind kind,
        String name,
        @Nullable String table,
        boolean usable,
        @Nullable String bounds) {}
