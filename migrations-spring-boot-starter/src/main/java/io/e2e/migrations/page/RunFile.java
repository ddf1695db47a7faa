package io.e2e.migrations.page;

import io.e2e.migrations.RecordedRun;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The text that one JVM leaves for those that write the page after it: each different report once, then the runs. */
final class RunFile {

    private static final String REPORT_END = "\u001d";
    private static final String REPORTS_END = "\u001c";
    private static final String FIELD_END = "\u001f";
    private static final String TABLE_END = "\u001a";
    private static final int FIELDS = 8;

    private RunFile() {}

    static String write(Collection<PageRun> runs) {
        Map<String, Integer> reports = new HashMap<>();
        StringBuilder first = new StringBuilder();
        StringBuilder second = new StringBuilder();
        for (PageRun each : runs) {
            RecordedRun run = each.run();
            Integer number = reports.get(run.report());
            if (number == null) {
                number = reports.size();
                reports.put(run.report(), number);
                first.append(run.report()).append(REPORT_END);
            }
            second.append(String.join(
                            FIELD_END,
                            plain(each.user()),
                            plain(each.module()),
                            Long.toString(each.pid()),
                            plain(String.join(TABLE_END, run.tables())),
                            plain(run.target()),
                            Long.toString(run.begun().toEpochMilli()),
                            Long.toString(run.waited().toMillis()),
                            number.toString()))
                    .append(REPORT_END);
        }
        return first.append(REPORTS_END).append(second).toString();
    }

    private static String plain(String text) {
        return text.replace(FIELD_END, " ").replace(REPORT_END, " ").replace(REPORTS_END, " ");
    }

    /** Reads what {@link #write} wrote; nothing of what another version of this library may write. */
    static List<PageRun> read(String text) {
        int end = text.indexOf(REPORTS_END);
        try {
            return end < 0 ? List.of() : read(text, end);
        } catch (NumberFormatException | IndexOutOfBoundsException ex) {
            return List.of();
        }
    }

    private static List<PageRun> read(String text, int end) {
        List<PageRun> runs = new ArrayList<>();
        String[] reports = text.substring(0, end).split(REPORT_END, -1);
        for (String line : text.substring(end + 1).split(REPORT_END, -1)) {
            String[] fields = line.split(FIELD_END, -1);
            if (fields.length == FIELDS) {
                runs.add(run(fields, reports[Integer.parseInt(fields[7])]));
            }
        }
        return runs;
    }

    private static PageRun run(String[] fields, String report) {
        List<String> tables = fields[3].isEmpty() ? List.of() : List.of(fields[3].split(TABLE_END, -1));
        RecordedRun run = new RecordedRun(
                tables,
                fields[4],
                Instant.ofEpochMilli(Long.parseLong(fields[5])),
                Duration.ofMillis(Long.parseLong(fields[6])),
                report);
        return new PageRun(fields[0], fields[1], Long.parseLong(fields[2]), run);
    }
}
