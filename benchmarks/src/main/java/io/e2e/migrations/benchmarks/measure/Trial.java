package io.e2e.migrations.benchmarks.measure;

import java.util.OptionalLong;

/** One run of one contender. It prepares, measures and clears away by itself, so that only what matters is timed. */
@FunctionalInterface
public interface Trial {

    /** Measures once. */
    Sample run() throws Exception;

    /** Wall and processor time of this work, its servers' included. */
    static Sample timed(Work work) throws Exception {
        OptionalLong before = ProcessorGroup.here().used();
        long start = System.nanoTime();
        work.run();
        long wall = System.nanoTime() - start;
        return new Sample(wall, since(before));
    }

    /** What all processes used since then. */
    static OptionalLong since(OptionalLong before) {
        OptionalLong now = ProcessorGroup.here().used();
        return before.isPresent() && now.isPresent()
                ? OptionalLong.of(now.getAsLong() - before.getAsLong())
                : OptionalLong.empty();
    }

    /** The timed part. */
    @FunctionalInterface
    interface Work {

        void run() throws Exception;
    }
}
