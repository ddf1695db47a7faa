package io.e2e.migrations.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;

class MeasurementTests {

    @Test
    void theMedianOfAnOddNumberIsTheMiddleOne() {
        assertThat(new Measurement("any", List.of(9L, 1L, 4L)).median()).isEqualTo(4);
    }

    @Test
    void theMedianOfAnEvenNumberIsBetweenTheTwoInTheMiddle() {
        assertThat(new Measurement("any", List.of(9L, 1L, 4L, 5L)).median()).isEqualTo(4.5);
    }

    @Test
    void whatWasNotMeasuredIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Measurement("any", List.of()));
    }
}
