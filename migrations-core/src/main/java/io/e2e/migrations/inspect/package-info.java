/** Describes the content of a schema, as text that can be compared between databases. */
@NullMarked
package io.e2e.migrations.inspect;

import org.jspecify.annotations.NullMarked;
