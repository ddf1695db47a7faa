/** What runs in a process of its own: one Spring Boot test context, on the class path of one contender. */
@NullMarked
package io.e2e.migrations.benchmarks.context;

import org.jspecify.annotations.NullMarked;
