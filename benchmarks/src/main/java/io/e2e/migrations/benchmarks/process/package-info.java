/** Processes that start a Spring Boot test context, each with the jars of its contender. */
@NullMarked
package io.e2e.migrations.benchmarks.process;

import org.jspecify.annotations.NullMarked;
