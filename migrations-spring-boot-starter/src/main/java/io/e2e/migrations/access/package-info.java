/** The choice of a target without Spring. */
@NullMarked
package io.e2e.migrations.access;

import org.jspecify.annotations.NullMarked;
