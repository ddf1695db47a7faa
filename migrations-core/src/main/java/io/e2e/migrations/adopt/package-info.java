/** Records migrations as applied in a database that other means filled, after a full verification. */
@NullMarked
package io.e2e.migrations.adopt;

import org.jspecify.annotations.NullMarked;
