package io.e2e.migrations.benchmarks.measure;

import java.util.Locale;

/**
 * A promise, and whether this run kept it.
 *
 * @param promise what was promised
 * @param limit at most so much
 * @param measured so much it was
 * @param met whether that is within the limit
 */
public record Bar(String promise, String limit, String measured, boolean met) {

    /** A promise about a ratio. */
    public static Bar ratio(String promise, double limit, double measured) {
        return new Bar(promise, times(limit), times(measured), measured <= limit);
    }

    /** A promise about a number of things. */
    public static Bar count(String promise, long limit, double measured) {
        return new Bar(promise, String.valueOf(limit), String.valueOf(Math.round(measured)), measured <= limit);
    }

    /** A promise about an amount. */
    public static Bar amount(String promise, Unit unit, double limit, double measured) {
        return new Bar(promise, unit.show(limit), unit.show(measured), measured <= limit);
    }

    private static String times(double ratio) {
        return String.format(Locale.ROOT, "%.3f ×", ratio);
    }
}
