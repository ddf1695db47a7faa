/** Describes what a schema really holds, as text that two databases can be compared by. */
@NullMarked
package io.e2e.migrations.inspect;

import org.jspecify.annotations.NullMarked;
