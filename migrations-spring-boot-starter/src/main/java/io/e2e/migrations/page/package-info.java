/** The page about the databases of a test run: recorded while the JVM runs, written when it ends. */
@NullMarked
package io.e2e.migrations.page;

import org.jspecify.annotations.NullMarked;
