package io.e2e.migrations.boot.diagnostics;

import io.e2e.migrations.config.MigrationException;

/** The application runs on a Spring Boot whose packages are not those that this starter uses. */
public final class UnsupportedSpringBootException extends MigrationException {

    UnsupportedSpringBootException(String version) {
        super(
                "The e2e-migrations starter needs Spring Boot 4, and this application runs on Spring Boot " + version
                        + ".",
                "Upgrade the application to Spring Boot 4, or take the starter out of its dependencies;"
                        + " e2e.migrations.enabled=false switches it off.",
                null);
    }
}
