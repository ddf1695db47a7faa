package io.e2e.migrations.benchmarks;

import io.e2e.migrations.benchmarks.measure.Quietness;

/** The figures of this machine may not be quoted now. */
final class NotQuietException extends Exception {

    private static final long serialVersionUID = 1L;

    NotQuietException(Quietness quietness) {
        super("RESULTS.md was not written, because the machine was not quiet: "
                + String.join("; ", quietness.objections()) + ". Figures: " + quietness.text()
                + ". Stop what else runs and start again, or add --print to see figures that are not to be quoted.");
    }
}
