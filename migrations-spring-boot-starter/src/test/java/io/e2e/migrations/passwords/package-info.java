/** Where a configured password could show, on every target: in what a run prints, logs, throws and stores. */
@NullMarked
package io.e2e.migrations.passwords;

import org.jspecify.annotations.NullMarked;
