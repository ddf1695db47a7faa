/** Applies migrations of a catalog to databases of a server of its own, and describes what each then holds. */
@NullMarked
package io.e2e.migrations.proof.scenario;

import org.jspecify.annotations.NullMarked;
