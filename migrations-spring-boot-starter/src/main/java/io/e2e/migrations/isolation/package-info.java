/** When the application's database changes: with the context, the class or the test; the next databases are made ahead. */
@NullMarked
package io.e2e.migrations.isolation;

import org.jspecify.annotations.NullMarked;
