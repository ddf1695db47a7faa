/** Waiting: a clock that tests can replace, and deadlines. */
@NullMarked
package io.e2e.migrations.time;

import org.jspecify.annotations.NullMarked;
