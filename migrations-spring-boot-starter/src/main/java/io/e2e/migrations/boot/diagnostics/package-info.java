/** Turns the errors of this library into what Spring Boot prints when a context does not start. */
@NullMarked
package io.e2e.migrations.boot.diagnostics;

import org.jspecify.annotations.NullMarked;
