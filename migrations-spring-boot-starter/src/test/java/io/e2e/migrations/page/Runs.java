package io.e2e.migrations.page;

import io.e2e.migrations.RecordedRun;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Runs for pages, as a service records them. */
final class Runs {

    static final String VERIFIED = lines("verified|verified|verified: 1 table");

    private static final Instant BEGUN = Instant.parse("2026-11-27T09:30:00Z");

    private Runs() {}

    /** A run for a test class. */
    static PageRun of(String user, long pid, List<String> tables, String report) {
        RecordedRun run = new RecordedRun(
                tables,
                "embedded PostgreSQL 18.6 at 127.0.0.1:41233/action_history",
                BEGUN.plusMillis(pid),
                Duration.ofMillis(10 * pid),
                report);
        return new PageRun(user, "orders", pid, run);
    }

    /** Lines of a report, each with its fields between bars. */
    static String lines(String... lines) {
        return Arrays.stream(lines)
                .map(line -> line.replace('|', '\u001f') + '\u001e')
                .collect(Collectors.joining());
    }

    /** A verified plan of this many migrations, which came with the template. */
    static String plan(int migrations) {
        Stream<String> steps = IntStream.rangeClosed(1, migrations)
                .mapToObj(number -> "step|V" + number + " part " + number + "|V" + number + "__part.sql|required by V"
                        + (number + 1) + "|FROM_TEMPLATE|" + number * 7 % 53);
        return lines(Stream.concat(
                        steps,
                        Stream.of(
                                "created|2 tables|orders|customers",
                                "absent",
                                "made|reporting",
                                "verified|verified|verified, compared with the template: 2 tables",
                                "prepared"))
                .toArray(String[]::new));
    }
}
