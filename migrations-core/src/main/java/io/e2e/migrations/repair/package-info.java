/** Makes a history agree with files that were edited, renamed or deleted on purpose, and continues interrupted migrations. */
@NullMarked
package io.e2e.migrations.repair;

import org.jspecify.annotations.NullMarked;
