/** JMH benchmarks of what needs no database, over catalogs of growing size. */
@NullMarked
package io.e2e.migrations.benchmarks.pure;

import org.jspecify.annotations.NullMarked;
