/** The questions that are answered by measuring. */
@NullMarked
package io.e2e.migrations.benchmarks.topic;

import org.jspecify.annotations.NullMarked;
