package io.e2e.migrations.plan;

import io.e2e.migrations.catalog.MigrationHeader;
import io.e2e.migrations.config.MigrationOptions.PartitionHorizon;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.Map;

/** The values of a run for migrations that declare inputs. */
public final class RunInputs {

    /** The day, in UTC; no header declares it. */
    public static final String TODAY = "today";

    private RunInputs() {}

    /**
     * The first and the last month of the horizon, in UTC, each as its first day, and {@link #TODAY}.
     *
     * @throws EmptyHorizonException if the first month is after the last one
     */
    public static Map<String, String> of(PartitionHorizon horizon, Instant now) {
        YearMonth today = YearMonth.from(now.atOffset(ZoneOffset.UTC));
        YearMonth first = horizon.first(today);
        YearMonth last = horizon.last(today);
        if (first.isAfter(last)) {
            throw new EmptyHorizonException(first, last);
        }
        return Map.of(
                TODAY,
                now.atOffset(ZoneOffset.UTC).toLocalDate().toString(),
                MigrationHeader.PARTITIONS_FROM,
                first.atDay(1).toString(),
                MigrationHeader.PARTITIONS_THROUGH,
                last.atDay(1).toString());
    }
}
