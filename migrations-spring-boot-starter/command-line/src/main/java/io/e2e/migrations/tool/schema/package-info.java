/** Writes the schema that migrations make: as SQL that makes it again, or as a description. */
@NullMarked
package io.e2e.migrations.tool.schema;

import org.jspecify.annotations.NullMarked;
