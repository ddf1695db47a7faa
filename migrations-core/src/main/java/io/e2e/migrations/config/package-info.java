/** Options, secrets, checksums and the base of all exceptions. Every other package may use this one. */
@NullMarked
package io.e2e.migrations.config;

import org.jspecify.annotations.NullMarked;
