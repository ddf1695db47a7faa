/** Fresh data: what migrations left is remembered with them, and put back on request. */
@NullMarked
package io.e2e.migrations.reset;

import org.jspecify.annotations.NullMarked;
