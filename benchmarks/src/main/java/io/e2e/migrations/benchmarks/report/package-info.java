/** The page of results and its picture. */
@NullMarked
package io.e2e.migrations.benchmarks.report;

import org.jspecify.annotations.NullMarked;
