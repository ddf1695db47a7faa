/** The objects of a schema, as headers, plans and the inspection of a database name them. */
@NullMarked
package io.e2e.migrations.schema;

import org.jspecify.annotations.NullMarked;
