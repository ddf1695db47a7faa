/** Finds out what each migration of a catalog writes and reads, by one replay on a server of its own. */
@NullMarked
package io.e2e.migrations.derive;

import org.jspecify.annotations.NullMarked;
