/** Compares a database, object by object, with a scratch database to which the same migrations were applied. */
@NullMarked
package io.e2e.migrations.drift;

import org.jspecify.annotations.NullMarked;
