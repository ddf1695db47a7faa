/** What tests share: a PostgreSQL, catalogs written for a test, a clock that stands still. */
@NullMarked
package io.e2e.migrations.testing;

import org.jspecify.annotations.NullMarked;
