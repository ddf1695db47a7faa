/** What works beside the starter on a database of the application: Flyway, Liquibase, Hibernate, scripts. */
@NullMarked
package io.e2e.migrations.boot.beside;

import org.jspecify.annotations.NullMarked;
