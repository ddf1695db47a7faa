package io.e2e.migrations.boot.diagnostics;

import io.e2e.migrations.MigrationConfig;
import io.e2e.migrations.boot.diagnostics.DatabaseErrorExplainer.Explanation;
import io.e2e.migrations.catalog.Migration;
import io.e2e.migrations.catalog.MigrationHeader;
import io.e2e.migrations.config.MigrationOptions.PartitionHorizon;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Explains a row for which a table has no partition. */
final class PartitionExplanation {

    /** The server's detail has the columns of the key and their values in the row: {@code (event_date) = (2025-01-15)}. */
    private static final Pattern MONTH = Pattern.compile("= \\((\\d{4}-(?:0[1-9]|1[0-2]))-");

    private static final Pattern NO_VALUE = Pattern.compile("\\(([^()]+)\\) = \\(null\\)");

    private PartitionExplanation() {}

    /** Whether a migration creates the table's partitions for the months of a configuration. */
    static boolean isCreator(Migration migration, String table) {
        return migration.header().inputs().contains(MigrationHeader.PARTITIONS_FROM)
                && migration.header().creates().stream()
                        .anyMatch(object -> object.isPattern() && table.equals(object.table()));
    }

    static Explanation of(String table, String detail, MigrationConfig config) {
        YearMonth today = YearMonth.now(ZoneOffset.UTC);
        PartitionHorizon horizon = config.options().partitions();
        Matcher month = MONTH.matcher(detail);
        if (month.find()) {
            return outside(table, YearMonth.parse(month.group(1)), horizon, today);
        }
        String months = " " + table + " has partitions for " + months(horizon, today) + ".";
        Matcher noValue = NO_VALUE.matcher(detail);
        if (noValue.find()) {
            return new Explanation(
                    "The row has no value in " + noValue.group(1)
                            + ", which PostgreSQL needs to choose a partition before" + " any trigger runs." + months,
                    "Send " + noValue.group(1) + " with the row.");
        }
        return new Explanation(
                "There is no partition for the month of the row." + months,
                "Set e2e.migrations.partitions.from or e2e.migrations.partitions.months-ahead so that the month is one of"
                        + " them.");
    }

    private static String months(PartitionHorizon horizon, YearMonth today) {
        return "the months " + horizon.first(today) + " to " + horizon.last(today);
    }

    private static Explanation outside(String table, YearMonth month, PartitionHorizon horizon, YearMonth today) {
        String remedy;
        if (month.isBefore(horizon.first(today))) {
            remedy = "Set e2e.migrations.partitions.from=" + month + ", or use a time in those months.";
        } else if (month.isAfter(horizon.last(today))) {
            remedy = "Set e2e.migrations.partitions.months-ahead=" + ChronoUnit.MONTHS.between(today, month)
                    + ", or use a time in those months.";
        } else {
            remedy = "Apply the migrations again (e2e.migrations.apply=startup, or MigrationService.applyMigrations()):"
                    + " that creates the partition.";
        }
        return new Explanation(
                table + " has no partition for " + month + ", but for " + months(horizon, today) + ".", remedy);
    }
}
