package io.e2e.migrations.benchmarks.measure;

import java.util.Locale;

/** How a measured number is shown. */
public enum Unit {
    /** Nanoseconds, shown as milliseconds. */
    MILLISECONDS("ms", 1e6),
    /** Bytes, shown as megabytes of 2^20. */
    MEGABYTES("MB", 1 << 20),
    /** Things that are counted. */
    COUNT("", 1);

    private static final double MICROSECOND = 1e3;

    private final String symbol;
    private final double size;

    Unit(String symbol, double size) {
        this.symbol = symbol;
        this.size = size;
    }

    /** Three digits at least, so that small numbers can be compared too; in µs what is no hundredth of a millisecond. */
    public String show(double value) {
        if (this == MILLISECONDS && value > 0 && value < this.size / 100) {
            return digits(value / MICROSECOND) + " µs";
        }
        return this == COUNT ? String.valueOf(Math.round(value)) : digits(value / this.size) + " " + this.symbol;
    }

    private static String digits(double shown) {
        return String.format(Locale.ROOT, shown < 10 ? "%.2f" : shown < 100 ? "%.1f" : "%.0f", shown);
    }
}
