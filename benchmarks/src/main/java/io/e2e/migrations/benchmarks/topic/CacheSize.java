package io.e2e.migrations.benchmarks.topic;

import io.e2e.migrations.benchmarks.measure.Bar;
import io.e2e.migrations.benchmarks.measure.Comparison;
import io.e2e.migrations.benchmarks.measure.Effort;
import io.e2e.migrations.benchmarks.measure.Measurement;
import io.e2e.migrations.benchmarks.measure.Outcome;
import io.e2e.migrations.benchmarks.measure.Topic;
import io.e2e.migrations.benchmarks.measure.Unit;
import io.e2e.migrations.benchmarks.peer.TemporaryDirectory;
import io.e2e.migrations.benchmarks.process.ContextRun;
import io.e2e.migrations.benchmarks.process.ContextRuns;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What twenty selections, each used by a process of its own, leave in the cache. */
public final class CacheSize implements Topic {

    private static final double MEGABYTE = 1 << 20;

    private static final List<String> GROUPS =
            List.of("group:action-history", "group:workflows", "group:notifications", "group:audit");

    /** With the fifteen sets of groups, twenty. */
    private static final List<String> TABLES = List.of(
            "audit_events",
            "audit_retention_policies",
            "resource_references",
            "audit_events,notification_audit",
            "audit_retention_policies,remediation_workflow_catalog");

    @Override
    public String name() {
        return "cache";
    }

    @Override
    public Outcome measure(Effort effort) throws Exception {
        try (TemporaryDirectory cache = TemporaryDirectory.create("cache")) {
            List<String> selections = selections();
            ContextRun run = ContextRuns.ours(cache.path()).of(List.of("SelectedContext"));
            for (String selection : selections.subList(0, effort.equals(Effort.quick()) ? 3 : selections.size())) {
                run.with("e2e.migrations.tables", selection).run();
            }
            long clusters = size(cache.path().resolve("clusters"));
            Comparison comparison = new Comparison(
                    "Cache after twenty selections",
                    "Each was used by a process of its own. What is no prepared cluster is mostly PostgreSQL's programs.",
                    Unit.MEGABYTES,
                    List.of(
                            new Measurement("whole cache", List.of(size(cache.path())), List.of()),
                            new Measurement("prepared clusters", List.of(clusters), List.of())));
            return new Outcome(
                    List.of(comparison),
                    List.of(Bar.amount(
                            "prepared clusters of 20 selections", Unit.MEGABYTES, 300 * MEGABYTE, (double) clusters)));
        }
    }

    private static List<String> selections() {
        List<String> selections = new ArrayList<>(TABLES);
        for (int set = 1; set < 1 << GROUPS.size(); set++) {
            List<String> chosen = new ArrayList<>();
            for (int group = 0; group < GROUPS.size(); group++) {
                if ((set >> group & 1) == 1) {
                    chosen.add(GROUPS.get(group));
                }
            }
            selections.add(String.join(",", chosen));
        }
        return selections;
    }

    /** The bytes of all files under a directory. */
    static long size(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(Files::isRegularFile)
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        }
    }
}
