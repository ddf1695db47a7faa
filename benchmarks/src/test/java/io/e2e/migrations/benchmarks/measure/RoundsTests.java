package io.e2e.migrations.benchmarks.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RoundsTests {

    @Test
    void everyContenderRunsOnceInEachRoundAndWarmUpIsNotCounted() throws Exception {
        List<String> turns = new ArrayList<>();
        List<Measurement> measured =
                new Rounds(2, 3).of(List.of(contender("a", turns), contender("b", turns), contender("c", turns)));

        for (int round = 0; round < 5; round++) {
            assertThat(turns.subList(3 * round, 3 * round + 3)).containsExactlyInAnyOrder("a", "b", "c");
        }
        assertThat(measured).extracting(Measurement::contender).containsExactly("a", "b", "c");
        assertThat(measured)
                .allSatisfy(each -> assertThat(each.values())
                        .hasSize(3)
                        .allSatisfy(turn -> assertThat(turn).isGreaterThan(2 * 3)));
    }

    /** One whose value is the number of its turn. */
    private static Contender contender(String name, List<String> turns) {
        return new Contender(name, () -> {
            turns.add(name);
            return Sample.of(turns.size());
        });
    }
}
