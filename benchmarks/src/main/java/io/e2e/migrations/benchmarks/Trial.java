package io.e2e.migrations.benchmarks;

/** One run of one contender. It prepares, measures and clears away by itself, so that only what matters is timed. */
@FunctionalInterface
interface Trial {

    /** What was measured: nanoseconds, or bytes. */
    long run() throws Exception;

    /** Nanoseconds that this work takes. */
    static long timed(Work work) throws Exception {
        long start = System.nanoTime();
        work.run();
        return System.nanoTime() - start;
    }

    /** The timed part. */
    @FunctionalInterface
    interface Work {

        void run() throws Exception;
    }
}
