/** The target that is the application's own database, through its DataSource. */
@NullMarked
package io.e2e.migrations.datasource;

import org.jspecify.annotations.NullMarked;
