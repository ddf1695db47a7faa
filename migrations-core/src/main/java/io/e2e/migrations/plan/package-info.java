/** Decides which migrations to apply, and why. Pure: no database, file or clock. */
@NullMarked
package io.e2e.migrations.plan;

import org.jspecify.annotations.NullMarked;
