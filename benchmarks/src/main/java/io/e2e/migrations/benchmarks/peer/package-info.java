/** Who is compared on one server: ways to bring the same files into a database. */
@NullMarked
package io.e2e.migrations.benchmarks.peer;

import org.jspecify.annotations.NullMarked;
