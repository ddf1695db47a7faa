package io.e2e.migrations.tool.catalog;

import io.e2e.migrations.config.MigrationException;
import org.jspecify.annotations.Nullable;

/** A password is where it must not be, or cannot be read. */
public final class PasswordException extends MigrationException {

    PasswordException(String problem, @Nullable Exception cause) {
        super(
                problem,
                "Put the password into the environment variable " + Password.VARIABLE
                        + ", or into a file, and name the file: --postgres-password-file=FILE on the command line,"
                        + " -De2e.migrations.postgres-password-file=FILE with Maven.",
                cause);
    }
}
