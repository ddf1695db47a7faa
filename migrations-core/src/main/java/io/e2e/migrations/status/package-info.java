/** Compares the history of a database with the files: what is applied, pending, interrupted, changed or missing. */
@NullMarked
package io.e2e.migrations.status;

import org.jspecify.annotations.NullMarked;
