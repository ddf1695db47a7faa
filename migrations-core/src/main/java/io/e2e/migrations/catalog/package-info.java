/** The catalog of migrations: reads files, parses headers, validates and orders the migrations. */
@NullMarked
package io.e2e.migrations.catalog;

import org.jspecify.annotations.NullMarked;
