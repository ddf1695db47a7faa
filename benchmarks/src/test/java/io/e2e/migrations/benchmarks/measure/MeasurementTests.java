package io.e2e.migrations.benchmarks.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class MeasurementTests {

    @Test
    void medianOfAnOddNumberIsTheMiddleOne() {
        assertThat(measurement(9L, 1L, 4L).median()).isEqualTo(4);
    }

    @Test
    void medianOfAnEvenNumberIsBetweenTheTwoInTheMiddle() {
        assertThat(measurement(9L, 1L, 4L, 5L).median()).isEqualTo(4.5);
    }

    @Test
    void spreadIgnoresOneSlowRun() {
        assertThat(measurement(100L, 110L, 90L, 105L, 900L).spread()).isEqualTo(10 / 105.0);
    }

    @Test
    void processorTimesHaveAMedianOfTheirOwn() {
        Measurement measured = Measurement.of(
                "any",
                List.of(
                        new Sample(1, OptionalLong.of(7)),
                        new Sample(2, OptionalLong.of(3)),
                        new Sample(3, OptionalLong.of(5))));

        assertThat(measured.processorMedian()).isEqualTo(5);
        assertThat(measured.processorMinimum()).isEqualTo(3);
    }

    @Test
    void measurementWithoutRunsIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> measurement()).withMessage("any was not measured");
    }

    private static Measurement measurement(Long... values) {
        return new Measurement("any", List.of(values), List.of());
    }
}
