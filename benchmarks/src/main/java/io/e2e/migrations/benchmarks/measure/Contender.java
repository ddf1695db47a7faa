package io.e2e.migrations.benchmarks.measure;

/**
 * Who takes part.
 *
 * @param name as the page of results shows it
 * @param trial one run
 */
public record Contender(String name, Trial trial) {}
