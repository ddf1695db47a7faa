package io.e2e.migrations.apply;

import io.e2e.migrations.MigrationOptions.PartitionHorizon;
import io.e2e.migrations.catalog.MigrationHeader;
import io.e2e.migrations.time.TimeSource;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.Map;

/** The values that this run gives to migrations that declare inputs. */
public final class RunInputs {

    private RunInputs() {}

    /** The months of the horizon around today, in UTC, as their first days. */
    public static Map<String, String> of(PartitionHorizon horizon, TimeSource time) {
        YearMonth today = YearMonth.from(time.now().atOffset(ZoneOffset.UTC));
        return Map.of(
                MigrationHeader.PARTITIONS_FROM, horizon.first(today).atDay(1).toString(),
                MigrationHeader.PARTITIONS_THROUGH, horizon.last(today).atDay(1).toString());
    }
}
