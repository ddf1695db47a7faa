/** The application's Flyway, Liquibase and scripts: what they depend on, and what they made, which is kept with the template. */
@NullMarked
package io.e2e.migrations.boot.engine;

import org.jspecify.annotations.NullMarked;
