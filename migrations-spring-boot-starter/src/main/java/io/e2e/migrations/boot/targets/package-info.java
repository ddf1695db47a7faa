/** What the properties say, and which database they mean: one type for each target. */
@NullMarked
package io.e2e.migrations.boot.targets;

import org.jspecify.annotations.NullMarked;
