/** One postgres process in one directory, and the superuser's session. */
@NullMarked
package io.e2e.migrations.embedded.process;

import org.jspecify.annotations.NullMarked;
