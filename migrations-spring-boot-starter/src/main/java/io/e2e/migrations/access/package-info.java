/** The choice of a target without Spring: for a suite's set-up code. */
@NullMarked
package io.e2e.migrations.access;

import org.jspecify.annotations.NullMarked;
