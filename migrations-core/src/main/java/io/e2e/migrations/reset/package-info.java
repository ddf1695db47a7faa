/** Records the seed data of migrations, and restores it on request. */
@NullMarked
package io.e2e.migrations.reset;

import org.jspecify.annotations.NullMarked;
