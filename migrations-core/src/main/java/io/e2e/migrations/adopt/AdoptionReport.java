package io.e2e.migrations.adopt;

import io.e2e.migrations.catalog.Migration;
import io.e2e.migrations.verify.VerificationReport;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The migrations that were recorded as applied. {@code toString} is the report to read.
 *
 * @param target the database, in a line
 * @param adopted the migrations, in order
 * @param tablesWithOtherRows the tables that contain other rows than the migrations insert, so that their seed data is
 *     unknown and a reset is refused
 * @param verification what was verified
 */
public record AdoptionReport(
        String target, List<Migration> adopted, Set<String> tablesWithOtherRows, VerificationReport verification) {

    public AdoptionReport {
        adopted = List.copyOf(adopted);
        tablesWithOtherRows = Set.copyOf(tablesWithOtherRows);
    }

    @Override
    public String toString() {
        return "Migrations adopted in " + this.target
                + this.adopted.stream()
                        .map(migration -> "\n  " + migration.label())
                        .collect(Collectors.joining())
                + (this.tablesWithOtherRows.isEmpty()
                        ? ""
                        : "\n  rows that no migration inserts, so a reset is refused: "
                                + String.join(", ", new TreeSet<>(this.tablesWithOtherRows)))
                + "\n  " + this.verification;
    }
}
