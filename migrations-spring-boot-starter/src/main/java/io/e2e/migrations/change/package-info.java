/** Finds what is different between two descriptions of a schema: objects, parts, columns and rows. */
@NullMarked
package io.e2e.migrations.change;

import org.jspecify.annotations.NullMarked;
