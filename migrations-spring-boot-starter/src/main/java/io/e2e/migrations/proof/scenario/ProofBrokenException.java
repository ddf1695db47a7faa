package io.e2e.migrations.proof.scenario;

import io.e2e.migrations.config.MigrationException;
import java.sql.SQLException;

/** The proof itself could not go on: the server did not do what has nothing to do with the catalog's headers. */
public final class ProofBrokenException extends MigrationException {

    ProofBrokenException(String doing, SQLException cause) {
        super(
                "The proof could not " + doing + ": " + cause.getMessage() + " (SQLSTATE " + cause.getSQLState() + ")",
                "If the proof was given rows, check that they fit the tables at that point of the catalog; else run it"
                        + " again.",
                cause);
    }
}
