/** Proves that migrations do what is said of them. */
@NullMarked
package io.e2e.migrations.tool.proof;

import org.jspecify.annotations.NullMarked;
