/** Waiting as a value: a clock that tests can turn and a deadline that says what it was for. */
@NullMarked
package io.e2e.migrations.time;

import org.jspecify.annotations.NullMarked;
