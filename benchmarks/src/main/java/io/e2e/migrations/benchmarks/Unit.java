package io.e2e.migrations.benchmarks;

import java.util.Locale;

/** How a measured number is shown. */
enum Unit {
    /** Nanoseconds, shown as milliseconds. */
    MILLISECONDS("ms", 1e6),
    /** Bytes, shown as megabytes of 2^20. */
    MEGABYTES("MB", 1 << 20);

    private final String symbol;
    private final double size;

    Unit(String symbol, double size) {
        this.symbol = symbol;
        this.size = size;
    }

    /** Three digits at least, so that small numbers can be compared too. */
    String show(double value) {
        double shown = value / this.size;
        return String.format(Locale.ROOT, shown < 10 ? "%.2f" : shown < 100 ? "%.1f" : "%.0f", shown) + " "
                + this.symbol;
    }
}
