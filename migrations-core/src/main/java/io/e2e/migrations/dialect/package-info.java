/** The formats of migration tools: files in, scripts in their order out. */
@NullMarked
package io.e2e.migrations.dialect;

import org.jspecify.annotations.NullMarked;
