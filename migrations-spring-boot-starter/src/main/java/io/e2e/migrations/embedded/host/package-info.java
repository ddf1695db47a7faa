/** This machine: user, directories, files, locks, processes. */
@NullMarked
package io.e2e.migrations.embedded.host;

import org.jspecify.annotations.NullMarked;
