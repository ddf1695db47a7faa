package io.e2e.migrations.benchmarks.measure;

/** One question, answered by measuring. */
public interface Topic {

    /** Its name on the command line. */
    String name();

    /** Measures. */
    Outcome measure(Effort effort) throws Exception;
}
