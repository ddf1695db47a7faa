package io.e2e.migrations.faults;

import io.e2e.migrations.testing.Sql;
import io.e2e.migrations.testing.TestDatabases;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A run of the tests of the group night: its seed, which is 1 unless {@code -Dnight.seed=} chooses another one, and its table in
 * {@code docs/reliability.md}. A run with another heading begins a new table.
 */
public final class Night {

    private static final Logger LOG = LoggerFactory.getLogger(Night.class);

    private static final long SEED = Long.getLong("night.seed", 1);

    private static final Path PAGE =
            Path.of(System.getProperty("basedir", "")).resolveSibling("docs").resolve("reliability.md");

    private static final String BEGIN = "<!-- begin of the table of the night run -->";
    private static final String END = "<!-- end of the table of the night run -->";

    private static final LocalDate TODAY = LocalDate.now(ZoneOffset.UTC);

    private Night() {}

    /** Chances that the seed repeats, for one test. */
    public static Random random(String test) {
        LOG.info("{} with -Dnight.seed={}", test, SEED);
        return new Random(SEED + test.hashCode());
    }

    /** Writes a line of the table, in place of the one of the same scene. */
    static synchronized void write(String scene, String line) {
        try {
            String page = Files.readString(PAGE);
            int begin = page.indexOf(BEGIN) + BEGIN.length();
            int end = page.indexOf(END);
            List<String> lines = new ArrayList<>(List.of(
                    "",
                    "Run of %s, `-Dnight.seed=%d`, PostgreSQL %s, Java %s:"
                            .formatted(
                                    TODAY,
                                    SEED,
                                    Sql.value(TestDatabases.create(), "SHOW server_version"),
                                    System.getProperty("java.specification.version")),
                    "",
                    "| scene | tries | ended at once | needed a rerun | different end state | foreign errors |"
                            + " longest time to end |",
                    "|---|--:|--:|--:|--:|--:|--:|"));
            List<String> before = page.substring(begin, end).lines().toList();
            if (before.size() > lines.size() && before.get(1).equals(lines.get(1))) {
                lines.addAll(before.subList(lines.size(), before.size()));
            }
            lines.removeIf(row -> row.startsWith("| " + scene + " |"));
            lines.add("| " + scene + " | " + line + " |");
            Files.writeString(PAGE, page.substring(0, begin) + String.join("\n", lines) + "\n" + page.substring(end));
        } catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }
}
