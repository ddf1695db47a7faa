package io.e2e.migrations.plan;

import io.e2e.migrations.config.MigrationException;
import java.time.YearMonth;

/** The first month for partitions is after the last one, so that no month would have a partition. Nothing was run. */
public final class EmptyHorizonException extends MigrationException {

    private final YearMonth first;
    private final YearMonth last;

    EmptyHorizonException(YearMonth first, YearMonth last) {
        super(
                "No month would have a partition: e2e.migrations.partitions.from is " + first
                        + ", and the last month is " + last + ".",
                "Set e2e.migrations.partitions.from to " + last
                        + " or an earlier month, or raise e2e.migrations.partitions.months-ahead.",
                null);
        this.first = first;
        this.last = last;
    }

    /** The first month. */
    public YearMonth first() {
        return this.first;
    }

    /** The last month, which depends on the current one. */
    public YearMonth last() {
        return this.last;
    }
}
