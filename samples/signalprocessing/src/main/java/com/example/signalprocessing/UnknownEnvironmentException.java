package com.example.signalprocessing;

/** No rule says to which environment a namespace belongs. */
public final class UnknownEnvironmentException extends RuntimeException {

    UnknownEnvironmentException(String namespace) {
        super("No rule for the namespace " + namespace);
    }
}
