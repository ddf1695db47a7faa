/** A database of its own for each context, class or test: made ahead, handed over, and dropped behind. */
@NullMarked
package io.e2e.migrations.isolation;

import org.jspecify.annotations.NullMarked;
