package io.e2e.migrations.script;

/**
 * A {@code CREATE INDEX CONCURRENTLY} or {@code DROP INDEX CONCURRENTLY}.
 *
 * @param name the index as the statement names it; empty if the server is to choose a name
 * @param creates whether the statement creates it
 */
public record ConcurrentIndex(String name, boolean creates) {}
