/** Spring Boot: the configuration, the choice of a database, and the run before anything uses it. */
@NullMarked
package io.e2e.migrations.boot.autoconfigure;

import org.jspecify.annotations.NullMarked;
