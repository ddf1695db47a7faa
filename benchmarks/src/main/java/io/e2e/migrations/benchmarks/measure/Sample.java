package io.e2e.migrations.benchmarks.measure;

import java.util.OptionalLong;

/**
 * One run of one contender.
 *
 * @param value wall time in nanoseconds, or what else is compared: bytes, a number of classes
 * @param processor processor time in nanoseconds; empty if it was not measured
 */
public record Sample(long value, OptionalLong processor) {

    /** A sample without processor time. */
    public static Sample of(long value) {
        return new Sample(value, OptionalLong.empty());
    }
}
