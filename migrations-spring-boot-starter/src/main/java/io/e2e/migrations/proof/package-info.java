/** Proves on a real PostgreSQL that a catalog's headers are true and that every selection gives what the whole gives. */
@NullMarked
package io.e2e.migrations.proof;

import org.jspecify.annotations.NullMarked;
