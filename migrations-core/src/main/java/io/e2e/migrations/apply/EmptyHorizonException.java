package io.e2e.migrations.apply;

import io.e2e.migrations.config.MigrationException;
import java.time.YearMonth;

/** The months for which partitions are wanted begin after they end, so that none would be covered. Nothing was run. */
public final class EmptyHorizonException extends MigrationException {

    private final YearMonth first;
    private final YearMonth last;

    EmptyHorizonException(YearMonth first, YearMonth last) {
        super(
                "No month would have a partition: e2e.migrations.partitions.from is " + first
                        + ", and the last month to be covered is " + last + ".",
                "Set e2e.migrations.partitions.from to " + last
                        + " or an earlier month, or raise e2e.migrations.partitions.months-ahead.",
                null);
        this.first = first;
        this.last = last;
    }

    /** The month that was to be the first. */
    public YearMonth first() {
        return this.first;
    }

    /** The last month, which follows from today. */
    public YearMonth last() {
        return this.last;
    }
}
