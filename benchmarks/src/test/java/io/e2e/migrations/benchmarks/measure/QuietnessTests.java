package io.e2e.migrations.benchmarks.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class QuietnessTests {

    @Test
    void machineWithLittleLoadAndEqualRunsIsQuiet() {
        assertThat(quietness(0.1, 0.08).objections()).isEmpty();
    }

    @Test
    void machineWhoseLoadIsUnknownIsJudgedByTheFloor() {
        assertThat(quietness(-0.5, 0.08).objections()).isEmpty();
        assertThat(quietness(-0.5, 0.2).objections()).hasSize(1);
    }

    @Test
    void busyMachineIsRefusedWithTheFigures() {
        Quietness busy = quietness(1.5, 0.312);

        assertThat(busy.objections())
                .containsExactly(
                        "other processes were running before the first run",
                        "the floor, which always does the same, took different times");
        assertThat(busy.text())
                .isEqualTo("load average per core before the first run 1.50 (at most 0.25), quartiles of the floor's"
                        + " context starts apart by 31.2 % of their median (at most 15 %)");
    }

    private static Quietness quietness(double load, double spread) {
        return new Quietness(load, OptionalDouble.of(spread));
    }
}
