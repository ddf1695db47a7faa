/** Figures: rounds of contenders, wall and processor time, and what is promised of them. */
@NullMarked
package io.e2e.migrations.benchmarks.measure;

import org.jspecify.annotations.NullMarked;
