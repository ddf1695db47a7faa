package io.e2e.migrations.verify;

import io.e2e.migrations.session.FoundObject;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The months that a table's partitions cover. Reads the bounds as PostgreSQL prints them in a session with time zone
 * UTC and date style ISO.
 */
final class MonthCoverage {

    private static final Pattern BOUNDS = Pattern.compile("FOR VALUES FROM \\((.+)\\) TO \\((.+)\\)");
    private static final int ISO_DATE = 10;

    /** The ranges of the partitions, by their beginning. */
    private final List<Range> ranges = new ArrayList<>();

    MonthCoverage(Collection<FoundObject> partitions) {
        for (FoundObject partition : partitions) {
            Matcher matcher = BOUNDS.matcher(String.valueOf(partition.bounds()));
            if (matcher.matches()) {
                this.ranges.add(new Range(date(matcher.group(1)), date(matcher.group(2))));
            }
        }
        this.ranges.sort(Comparator.comparing(Range::from));
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
        LocalDate uncovered = from;
        for (Range range : this.ranges) {
            if (!range.from().isAfter(uncovered) && range.to().isAfter(uncovered)) {
                uncovered = range.to();
            }
        }
        return !uncovered.isBefore(to);
    }

    private record Range(LocalDate from, LocalDate to) {}
}
