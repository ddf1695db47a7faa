package io.e2e.migrations.verify;

import io.e2e.migrations.session.FoundObject;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The months that a table's partitions cover. Reads the bounds as PostgreSQL prints them in a session with time zone UTC
 * and date style ISO.
 */
final class MonthCoverage {

    private static final Pattern BOUNDS = Pattern.compile("FOR VALUES FROM \\((.+)\\) TO \\((.+)\\)");
    private static final int ISO_DATE = 10;

    private final List<Range> ranges = new ArrayList<>();

    MonthCoverage(Collection<FoundObject> partitions) {
        for (FoundObject partition : partitions) {
            Matcher matcher = BOUNDS.matcher(String.valueOf(partition.bounds()));
            if (matcher.matches()) {
                this.ranges.add(new Range(date(matcher.group(1)), date(matcher.group(2))));
            }
        }
    }

    private static LocalDate date(String bound) {
        return switch (bound) {
            case "MINVALUE" -> LocalDate.MIN;
            case "MAXVALUE" -> LocalDate.MAX;
            default -> LocalDate.parse(bound.substring(1, 1 + ISO_DATE));
        };
    }

    /** The months from the first to the last, inclusive, in which a day has no partition. */
    List<YearMonth> uncovered(YearMonth first, YearMonth last) {
        List<YearMonth> uncovered = new ArrayList<>();
        for (YearMonth month = first; !month.isAfter(last); month = month.plusMonths(1)) {
            if (!covers(month.atDay(1), month.plusMonths(1).atDay(1))) {
                uncovered.add(month);
            }
        }
        return uncovered;
    }

    private boolean covers(LocalDate from, LocalDate to) {
        LocalDate day = from;
        while (day.isBefore(to)) {
            LocalDate start = day;
            LocalDate end = this.ranges.stream()
                    .filter(range -> !range.from().isAfter(start) && range.to().isAfter(start))
                    .map(Range::to)
                    .max(LocalDate::compareTo)
                    .orElse(start);
            if (end.equals(start)) {
                return false;
            }
            day = end;
        }
        return true;
    }

    private record Range(LocalDate from, LocalDate to) {}
}
