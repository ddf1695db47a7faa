package io.e2e.migrations.benchmarks;

/** One question, answered by measuring. */
interface Topic {

    /** Its name on the command line. */
    String name();

    /** Measures. */
    Outcome measure(Effort effort) throws Exception;
}
