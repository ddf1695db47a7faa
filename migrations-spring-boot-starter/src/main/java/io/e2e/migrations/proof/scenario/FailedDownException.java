package io.e2e.migrations.proof.scenario;

import java.sql.SQLException;

/** A statement of a Down section was refused: a finding, not an error of the proof, hence checked. */
public final class FailedDownException extends Exception {

    FailedDownException(String message, SQLException cause) {
        super(message, cause);
    }
}
