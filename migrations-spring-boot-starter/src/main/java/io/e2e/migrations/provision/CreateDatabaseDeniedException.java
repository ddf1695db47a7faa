package io.e2e.migrations.provision;

import io.e2e.migrations.config.MigrationException;

/** The role may not create databases on this server, as isolation needs. */
public final class CreateDatabaseDeniedException extends MigrationException {

    CreateDatabaseDeniedException(String role, String server) {
        super(
                "The role " + role + " lacks the right CREATEDB on " + server
                        + ", which e2e.migrations.isolation needs there: each context, class or test gets a new database.",
                "As an administrator: ALTER ROLE \"" + role.replace("\"", "\"\"") + "\" CREATEDB. Or set"
                        + " e2e.migrations.isolation=none and use @ResetData for fresh data.",
                null);
    }
}
