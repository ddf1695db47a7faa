/** Applies a plan under the lock, each migration in a transaction, and reports what was done. */
@NullMarked
package io.e2e.migrations.apply;

import org.jspecify.annotations.NullMarked;
