package io.e2e.migrations.tool.schema;

/**
 * Identifies an object of a database.
 *
 * @param catalog the system catalog that it is in, such as {@code pg_class}
 */
record ObjectKey(String catalog, long oid) {}
