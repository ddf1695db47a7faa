package io.e2e.migrations.verify;

import io.e2e.migrations.session.FoundObject;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The months that a table's partitions cover. Reads the first column of the bounds as PostgreSQL prints them in a session
 * with time zone UTC and date style ISO. If there are ranges of something else, such as numbers, no month counts as
 * uncovered, because the bounds do not tell.
 */
final class MonthCoverage {

    private static final Pattern BOUNDS = Pattern.compile("FOR VALUES FROM \\((.+)\\) TO \\((.+)\\)", Pattern.DOTALL);

    /** A year has four digits or more (PostgreSQL manual, "Date/Time Types"). */
    private static final Pattern DATE = Pattern.compile(
            "'(\\d{4,6})-(\\d\\d)-(\\d\\d)(?: (\\d\\d:\\d\\d:\\d\\d(?:\\.\\d+)?)(?:\\+00)?)?( BC)?'(?:, .*)?",
            Pattern.DOTALL);

    /** The ranges of the partitions, by their beginning. */
    private final List<Range> ranges = new ArrayList<>();

    private boolean hasOtherRanges;

    MonthCoverage(Collection<FoundObject> partitions) {
        for (FoundObject partition : partitions) {
            Matcher matcher = BOUNDS.matcher(String.valueOf(partition.bounds()));
            if (matcher.matches()) {
                add(moment(matcher.group(1)), moment(matcher.group(2)));
            }
        }
        this.ranges.sort(Comparator.comparing(Range::from));
    }

    private void add(Optional<LocalDateTime> from, Optional<LocalDateTime> to) {
        if (from.isPresent() && to.isPresent()) {
            this.ranges.add(new Range(from.get(), to.get()));
        } else {
            this.hasOtherRanges = true;
        }
    }

    private static Optional<LocalDateTime> moment(String bound) {
        if (bound.startsWith("MINVALUE") || bound.startsWith("'-infinity'")) {
            return Optional.of(LocalDateTime.MIN);
        }
        if (bound.startsWith("MAXVALUE") || bound.startsWith("'infinity'")) {
            return Optional.of(LocalDateTime.MAX);
        }
        Matcher date = DATE.matcher(bound);
        try {
            return date.matches() ? Optional.of(moment(date)) : Optional.empty();
        } catch (DateTimeException ex) {
            // A text that only looks like a date.
            return Optional.empty();
        }
    }

    private static LocalDateTime moment(Matcher date) {
        int year = Integer.parseInt(date.group(1));
        // 1 BC is the year 0.
        return LocalDate.of(
                        date.group(5) == null ? year : 1 - year,
                        Integer.parseInt(date.group(2)),
                        Integer.parseInt(date.group(3)))
                .atTime(date.group(4) == null ? LocalTime.MIN : LocalTime.parse(date.group(4)));
    }

    /** The months from the first to the last, inclusive, in which a moment has no partition. */
    List<YearMonth> uncovered(YearMonth first, YearMonth last) {
        List<YearMonth> uncovered = new ArrayList<>();
        if (this.hasOtherRanges) {
            return uncovered;
        }
        for (YearMonth month = first; !month.isAfter(last); month = month.plusMonths(1)) {
            if (!covers(
                    month.atDay(1).atStartOfDay(), month.plusMonths(1).atDay(1).atStartOfDay())) {
                uncovered.add(month);
            }
        }
        return uncovered;
    }

    private boolean covers(LocalDateTime from, LocalDateTime to) {
        LocalDateTime uncovered = from;
        for (Range range : this.ranges) {
            if (!range.from().isAfter(uncovered) && range.to().isAfter(uncovered)) {
                uncovered = range.to();
            }
        }
        return !uncovered.isBefore(to);
    }

    private record Range(LocalDateTime from, LocalDateTime to) {}
}
