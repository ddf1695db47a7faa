package io.e2e.migrations.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.e2e.migrations.config.MigrationOptions.PartitionHorizon;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.YearMonth;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RunInputsTests {

    @ParameterizedTest
    @CsvSource({
        "2026-11-05T12:00:00Z, 2026-10-01, 2027-02-01",
        "2026-12-31T23:59:59Z, 2026-11-01, 2027-03-01",
        "2027-01-01T00:00:00Z, 2026-12-01, 2027-04-01",
        "2031-07-15T08:00:00Z, 2031-06-01, 2031-10-01",
        "2031-09-30T08:00:00Z, 2031-08-01, 2031-12-01",
        "2028-02-29T08:00:00Z, 2028-01-01, 2028-05-01"
    })
    void inputsAreFirstAndLastMonthAroundToday(String now, String from, String through) {
        assertThat(RunInputs.of(PartitionHorizon.defaults(), Instant.parse(now)))
                .isEqualTo(
                        Map.of("today", now.substring(0, 10), "partitions_from", from, "partitions_through", through));
    }

    @ParameterizedTest
    @CsvSource({"2026-12-31T23:00:00-05:00, 2026-12-01", "2027-01-01T01:00:00+05:00, 2026-11-01"})
    void inputsAreMonthsOfUtc(String now, String from) {
        String instant = OffsetDateTime.parse(now).toInstant().toString();
        assertThat(RunInputs.of(PartitionHorizon.defaults(), Instant.parse(instant)))
                .containsEntry("partitions_from", from);
    }

    @Test
    void inputsWhenFirstMonthIsConfiguredBeginThere() {
        PartitionHorizon horizon = new PartitionHorizon(YearMonth.of(2025, 11), 3);
        assertThat(RunInputs.of(horizon, Instant.parse("2031-07-15T08:00:00Z")))
                .isEqualTo(Map.of(
                        "today", "2031-07-15", "partitions_from", "2025-11-01", "partitions_through", "2031-10-01"));
    }

    @ParameterizedTest
    @CsvSource({"0, 2026-11-01", "1, 2026-12-01", "14, 2028-01-01"})
    void inputsWhenMonthsAheadAreConfiguredEndThere(int monthsAhead, String through) {
        PartitionHorizon horizon = new PartitionHorizon(null, monthsAhead);
        assertThat(RunInputs.of(horizon, Instant.parse("2026-11-05T12:00:00Z")))
                .isEqualTo(
                        Map.of("today", "2026-11-05", "partitions_from", "2026-10-01", "partitions_through", through));
    }

    @ParameterizedTest
    @CsvSource({"2027-02, 3", "2026-11, 0"})
    void inputsMayBeOneMonth(YearMonth only, int monthsAhead) {
        PartitionHorizon horizon = new PartitionHorizon(only, monthsAhead);
        assertThat(RunInputs.of(horizon, Instant.parse("2026-11-05T12:00:00Z")))
                .isEqualTo(Map.of(
                        "today", "2026-11-05", "partitions_from", only + "-01", "partitions_through", only + "-01"));
    }

    @Test
    void inputsWhenFirstMonthIsAfterLastFail() {
        PartitionHorizon horizon = new PartitionHorizon(YearMonth.of(2027, 3), 3);
        assertThatThrownBy(() -> RunInputs.of(horizon, Instant.parse("2026-11-05T12:00:00Z")))
                .isInstanceOfSatisfying(EmptyHorizonException.class, ex -> {
                    assertThat(ex.first()).isEqualTo("2027-03");
                    assertThat(ex.last()).isEqualTo("2027-02");
                })
                .hasMessage("""
                        No month would have a partition: e2e.migrations.partitions.from is 2027-03, and the last month is \
                        2027-02.
                        Action: Set e2e.migrations.partitions.from to 2027-02 or an earlier month, or raise \
                        e2e.migrations.partitions.months-ahead.""");
    }
}
