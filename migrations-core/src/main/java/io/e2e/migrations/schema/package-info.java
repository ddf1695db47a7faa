/** The words for what a schema is made of: shared by headers, plans and the inspection of a database. */
@NullMarked
package io.e2e.migrations.schema;

import org.jspecify.annotations.NullMarked;
