/** What this project costs beside its peers, measured in one run: topics, their contenders, and the page of results. */
@NullMarked
package io.e2e.migrations.benchmarks;

import org.jspecify.annotations.NullMarked;
