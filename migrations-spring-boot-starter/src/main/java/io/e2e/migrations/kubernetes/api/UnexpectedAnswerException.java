package io.e2e.migrations.kubernetes.api;

import io.e2e.migrations.config.MigrationException;

/** The API server's answer is not an object of the Kubernetes API, or a field of it has another type or is missing. */
public final class UnexpectedAnswerException extends MigrationException {

    /**
     * Creates an exception.
     *
     * @param problem what is wrong, as a sentence without its end; it quotes no value, because the value can be secret
     */
    UnexpectedAnswerException(String problem) {
        super(
                "The API server's answer cannot be read: " + problem + ".",
                "Look at the object with: kubectl get -o yaml\nIf it is right there, a proxy between here and the API"
                        + " server may have changed the answer.",
                null);
    }
}
