/** The command line. */
@NullMarked
package io.e2e.migrations.tool;

import org.jspecify.annotations.NullMarked;
