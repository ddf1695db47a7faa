/** Verifies that a database contains everything that a plan creates. */
@NullMarked
package io.e2e.migrations.verify;

import org.jspecify.annotations.NullMarked;
