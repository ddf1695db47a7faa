package io.e2e.migrations.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.e2e.migrations.schema.ObjectKind;
import io.e2e.migrations.session.FoundObject;
import java.time.YearMonth;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MonthCoverageTests {

    private static final YearMonth OCTOBER = YearMonth.of(2026, 10);
    private static final YearMonth FEBRUARY = YearMonth.of(2027, 2);

    @Test
    void uncoveredWithoutPartitionsHasEveryMonth() {
        assertThat(coverage().uncovered(OCTOBER, FEBRUARY))
                .containsExactly(
                        YearMonth.of(2026, 10),
                        YearMonth.of(2026, 11),
                        YearMonth.of(2026, 12),
                        YearMonth.of(2027, 1),
                        YearMonth.of(2027, 2));
    }

    @Test
    void uncoveredIncludesFirstAndLastMonth() {
        assertThat(coverage(range("2026-10-01", "2026-11-01"), range("2026-11-01", "2026-12-01"))
                        .uncovered(OCTOBER, YearMonth.of(2026, 11)))
                .isEmpty();
        assertThat(coverage(range("2026-11-01", "2026-12-01")).uncovered(OCTOBER, YearMonth.of(2026, 12)))
                .containsExactly(OCTOBER, YearMonth.of(2026, 12));
    }

    @Test
    void uncoveredWhenPartitionsCoverSeveralMonthsInAnyOrderIsEmpty() {
        assertThat(coverage(range("2027-01-01", "2027-03-01"), range("2026-01-01", "2027-01-01"))
                        .uncovered(OCTOBER, FEBRUARY))
                .isEmpty();
    }

    @Test
    void uncoveredWhenPartitionsTogetherCoverMonthIsEmpty() {
        assertThat(coverage(
                                range("2026-10-01", "2026-10-15"),
                                range("2026-10-15", "2026-10-16"),
                                range("2026-10-16", "2026-11-01"))
                        .uncovered(OCTOBER, OCTOBER))
                .isEmpty();
    }

    @Test
    void uncoveredHasMonthWithMissingDay() {
        assertThat(coverage(range("2026-10-01", "2026-10-15"), range("2026-10-16", "2026-11-01"))
                        .uncovered(OCTOBER, OCTOBER))
                .containsExactly(OCTOBER);
        assertThat(coverage(range("2026-10-02", "2026-11-01")).uncovered(OCTOBER, OCTOBER))
                .containsExactly(OCTOBER);
        assertThat(coverage(range("2026-10-01", "2026-10-31")).uncovered(OCTOBER, OCTOBER))
                .containsExactly(OCTOBER);
    }

    @Test
    void uncoveredReadsBoundsOfTimestamps() {
        assertThat(coverage(range("2026-10-01 00:00:00+00", "2026-11-01 00:00:00+00"))
                        .uncovered(OCTOBER, OCTOBER))
                .isEmpty();
    }

    @Test
    void uncoveredReadsOpenBounds() {
        assertThat(coverage(
                                "FOR VALUES FROM (MINVALUE) TO ('2026-12-01')",
                                "FOR VALUES FROM ('2026-12-01') TO (MAXVALUE)")
                        .uncovered(OCTOBER, FEBRUARY))
                .isEmpty();
    }

    @Test
    void uncoveredReadsInfinityAndYearsOfAnyLength() {
        assertThat(coverage(
                                range("-infinity", "4713-01-01 BC"),
                                range("4713-01-01 BC", "0044-03-15 12:00:00 BC"),
                                range("0044-03-15 12:00:00 BC", "2026-11-01 00:00:00.5+00"),
                                range("2026-11-01 00:00:00.5+00", "10000-01-01"),
                                range("10000-01-01", "294276-12-31 00:00:00+00"),
                                range("294276-12-31 00:00:00+00", "infinity"))
                        .uncovered(OCTOBER, FEBRUARY))
                .isEmpty();
        assertThat(coverage(range("0001-01-01 BC", "2026-12-01"), range("10000-01-01", "infinity"))
                        .uncovered(YearMonth.of(0, 1), YearMonth.of(10000, 1)))
                .hasSize((10000 - 2027) * 12 + 1)
                .startsWith(YearMonth.of(2026, 12))
                .endsWith(YearMonth.of(9999, 12));
    }

    @Test
    void uncoveredHasMonthWithMissingHour() {
        assertThat(coverage(range("2026-10-01 01:00:00+00", "2026-11-01 00:00:00+00"))
                        .uncovered(OCTOBER, OCTOBER))
                .containsExactly(OCTOBER);
        assertThat(coverage(range("2026-10-01 00:00:00+00", "2026-10-31 23:00:00+00"))
                        .uncovered(OCTOBER, OCTOBER))
                .containsExactly(OCTOBER);
    }

    @Test
    void uncoveredReadsFirstOfSeveralColumns() {
        assertThat(coverage(
                                "FOR VALUES FROM ('2026-10-01', 'it''s (a, \n b)') TO ('2026-10-15', MAXVALUE)",
                                "FOR VALUES FROM ('2026-10-15', MAXVALUE) TO (MAXVALUE, MAXVALUE)")
                        .uncovered(OCTOBER, FEBRUARY))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "FOR VALUES FROM (202610) TO (202611)",
                "FOR VALUES FROM ('a') TO ('b')",
                "FOR VALUES FROM ('') TO (MAXVALUE)",
                "FOR VALUES FROM ('2026-13-01') TO ('2026-02-30')",
                "FOR VALUES FROM ('12:00:00') TO ('13:00:00')",
                "FOR VALUES FROM ('1 year 2 mons') TO ('2026-10')",
                "FOR VALUES FROM ('01.10.2026') TO ('01.11.2026')",
                "FOR VALUES FROM (1, '2026-10-01') TO (1, '2026-11-01')",
                "FOR VALUES FROM ('00000000-0000-0000-0000-000000000000') TO (MAXVALUE)"
            })
    void uncoveredWhenRangesAreNotOfDatesIsEmpty(String bounds) {
        assertThat(coverage(bounds).uncovered(OCTOBER, FEBRUARY)).isEmpty();
        assertThat(coverage(range("2026-10-01", "2026-11-01"), bounds).uncovered(OCTOBER, FEBRUARY))
                .isEmpty();
    }

    @Test
    void uncoveredIgnoresDefaultPartition() {
        assertThat(coverage("DEFAULT").uncovered(OCTOBER, OCTOBER)).containsExactly(OCTOBER);
    }

    @Test
    void uncoveredIgnoresPartitionsOfOtherKinds() {
        assertThat(coverage("FOR VALUES IN ('a')", "FOR VALUES WITH (modulus 4, remainder 0)", null)
                        .uncovered(OCTOBER, OCTOBER))
                .containsExactly(OCTOBER);
    }

    @Test
    void uncoveredWhenLastIsBeforeFirstIsEmpty() {
        assertThat(coverage().uncovered(FEBRUARY, OCTOBER)).isEmpty();
    }

    private static String range(String from, String to) {
        return "FOR VALUES FROM ('" + from + "') TO ('" + to + "')";
    }

    private static MonthCoverage coverage(@Nullable String... bounds) {
        List<FoundObject> partitions = Arrays.stream(bounds)
                .map(text -> new FoundObject(ObjectKind.PARTITION, "p", "t", true, text))
                .toList();
        return new MonthCoverage(partitions);
    }
}
