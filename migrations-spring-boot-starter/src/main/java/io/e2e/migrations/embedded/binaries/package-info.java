/** PostgreSQL's programs: found, unpacked once, run. */
@NullMarked
package io.e2e.migrations.embedded.binaries;

import org.jspecify.annotations.NullMarked;
