/** Reverts migrations by their Down sections: planned by what needs what, locked, each in a transaction. */
@NullMarked
package io.e2e.migrations.revert;

import org.jspecify.annotations.NullMarked;
