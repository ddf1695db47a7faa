/** Fresh data: seed data is recorded with the migrations, and restored on request. */
@NullMarked
package io.e2e.migrations.reset;

import org.jspecify.annotations.NullMarked;
