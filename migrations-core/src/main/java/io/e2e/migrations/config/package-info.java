/** The ground that every other package may know: options, secrets, and the root of all errors. */
@NullMarked
package io.e2e.migrations.config;

import org.jspecify.annotations.NullMarked;
