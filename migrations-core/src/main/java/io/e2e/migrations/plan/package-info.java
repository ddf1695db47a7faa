/** Which migrations are needed: pure decisions, without a database, a file or a clock. */
@NullMarked
package io.e2e.migrations.plan;

import org.jspecify.annotations.NullMarked;
