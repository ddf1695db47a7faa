/** What migrations of other tools find when they run, because their tool would have made it. */
@NullMarked
package io.e2e.migrations.foreign;

import org.jspecify.annotations.NullMarked;
