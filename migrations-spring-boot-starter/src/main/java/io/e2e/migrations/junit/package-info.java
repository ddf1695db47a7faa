/** A JUnit Jupiter extension that gives test classes a migrated database without Spring. */
@NullMarked
package io.e2e.migrations.junit;

import org.jspecify.annotations.NullMarked;
