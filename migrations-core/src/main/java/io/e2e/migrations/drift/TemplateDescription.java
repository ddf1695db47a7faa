package io.e2e.migrations.drift;

import io.e2e.migrations.config.Sha256;
import io.e2e.migrations.inspect.KeptDescription;
import io.e2e.migrations.inspect.RowDetail;
import io.e2e.migrations.plan.AppliedMigration;
import io.e2e.migrations.schema.ObjectKind;
import io.e2e.migrations.session.DatabaseSession;
import io.e2e.migrations.verify.Finding;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Compares a copy of a template with the description that was kept in the template when it was filled. It tells whether
 * something changed what the migrations made, also if nobody knows what they make. Objects that are there besides do not
 * count, and what further migrations make of the copy is not known.
 */
public final class TemplateDescription {

    private TemplateDescription() {}

    /**
     * Keeps in a filled template what it contains, without rows. The schema of the history must exist.
     *
     * @param history what was applied to the template
     */
    public static void keep(DatabaseSession session, String home, List<AppliedMigration> history) {
        KeptDescription.write(session, key(history) + "\n" + DatabaseText.read(session, home, RowDetail.NONE));
    }

    /**
     * The comparison with what was kept; empty if nothing was, or if other migrations were applied since.
     *
     * @param history what was applied to the database
     */
    public static Optional<Result> compare(DatabaseSession session, String home, List<AppliedMigration> history) {
        String key = key(history) + "\n";
        Optional<String> text = KeptDescription.read(session).filter(kept -> kept.startsWith(key));
        return text.map(kept -> DatabaseText.parse(kept.substring(key.length())))
                .map(kept -> new Result(
                        kept.counts(),
                        DatabaseComparison.findings(
                                kept, DatabaseText.read(session, home, RowDetail.NONE), home, new Origins(List.of()))));
    }

    private static String key(List<AppliedMigration> history) {
        return Sha256.hex(
                history.stream().map(row -> row.rank() + " " + row.file()).collect(Collectors.joining("\n")));
    }

    /**
     * The result of a comparison.
     *
     * @param counts the number of compared objects of each kind
     * @param differences every difference
     */
    public record Result(Map<ObjectKind, Integer> counts, List<Finding> differences) {

        public Result {
            counts = Map.copyOf(counts);
            differences = List.copyOf(differences);
        }
    }
}
