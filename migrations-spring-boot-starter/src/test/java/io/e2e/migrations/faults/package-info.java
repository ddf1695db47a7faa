/** Wires that break, processes that are killed, files that are damaged: what is left afterwards is what was meant. */
@NullMarked
package io.e2e.migrations.faults;

import org.jspecify.annotations.NullMarked;
