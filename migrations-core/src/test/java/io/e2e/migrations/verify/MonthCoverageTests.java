package io.e2e.migrations.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.e2e.migrations.schema.ObjectKind;
import io.e2e.migrations.session.FoundObject;
import java.time.YearMonth;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

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
