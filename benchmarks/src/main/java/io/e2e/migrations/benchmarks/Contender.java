package io.e2e.migrations.benchmarks;

/**
 * Who takes part.
 *
 * @param name as the page of results shows it
 * @param trial one run
 */
record Contender(String name, Trial trial) {}
