package io.e2e.migrations.benchmarks.topic;

import io.e2e.migrations.benchmarks.measure.Measurement;
import io.e2e.migrations.benchmarks.process.ContextResult;
import io.e2e.migrations.benchmarks.process.ContextRun;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Processes that run one test method many times, in turn. */
final class MethodRuns {

    static final String NOTE = "What Spring's listeners and the first query take; the test's own writes are left out."
            + " The processor time is the average of a method, its writes and the server included. Where nothing else is"
            + " said, tests follow each other without a pause in which something could be made ready in the background.";

    /** Processes for each contender, in turn. */
    private static final int PROCESSES = 2;

    private MethodRuns() {}

    /** A run whose tests write to this table and others, and take at least so many seconds. */
    static ContextRun writing(ContextRun run, String emptyTable, String writes, double seconds) {
        return run.with("benchmark.empty-table", emptyTable)
                .with("benchmark.writes", seconds > 0 ? writes + "; SELECT pg_sleep(" + seconds + ")" : writes);
    }

    static List<Measurement> inTurn(Map<String, ContextRun> runs, int methods) throws Exception {
        Map<String, List<Long>> times = new LinkedHashMap<>();
        Map<String, List<Long>> processor = new LinkedHashMap<>();
        for (int process = 0; process < PROCESSES; process++) {
            for (Map.Entry<String, ContextRun> run : runs.entrySet()) {
                ContextResult result = run.getValue().run(methods);
                times.computeIfAbsent(run.getKey(), any -> new ArrayList<>()).addAll(result.methods());
                List<Long> averages = processor.computeIfAbsent(run.getKey(), any -> new ArrayList<>());
                result.methodProcessor().ifPresent(averages::add);
            }
        }
        return times.entrySet().stream()
                .map(entry -> new Measurement(
                        entry.getKey(), entry.getValue(), processor.getOrDefault(entry.getKey(), List.of())))
                .toList();
    }
}
