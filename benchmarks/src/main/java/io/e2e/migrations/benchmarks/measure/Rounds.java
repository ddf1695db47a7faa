package io.e2e.migrations.benchmarks.measure;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;

/**
 * Runs contenders in turn, each round in another order, so that a machine that slows down for a while slows all of them.
 *
 * @param warmUp rounds that are run first and not counted
 * @param counted rounds that are counted
 */
public record Rounds(int warmUp, int counted) {

    /** Makes the order of turns equal in every run of the benchmarks. */
    private static final long SEED = 20261122;

    /** Measures these contenders. */
    public List<Measurement> of(List<Contender> contenders) throws Exception {
        Map<String, List<Sample>> values = new LinkedHashMap<>();
        contenders.forEach(contender -> values.put(contender.name(), new ArrayList<>()));
        Random order = new Random(SEED);
        List<Contender> turn = new ArrayList<>(contenders);
        for (int round = 0; round < this.warmUp + this.counted; round++) {
            Collections.shuffle(turn, order);
            for (Contender contender : turn) {
                Sample value = contender.trial().run();
                if (round >= this.warmUp) {
                    Objects.requireNonNull(values.get(contender.name())).add(value);
                }
            }
        }
        return values.entrySet().stream()
                .map(entry -> Measurement.of(entry.getKey(), entry.getValue()))
                .toList();
    }
}
