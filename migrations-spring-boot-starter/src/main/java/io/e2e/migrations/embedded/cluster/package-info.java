/** Data directories: made once, kept in the cache, copied. */
@NullMarked
package io.e2e.migrations.embedded.cluster;

import org.jspecify.annotations.NullMarked;
