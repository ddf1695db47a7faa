/** A PostgreSQL of our own for a test run: unpacked, started, shared within the JVM and stopped by this package. */
@NullMarked
package io.e2e.migrations.embedded;

import org.jspecify.annotations.NullMarked;
