package io.e2e.migrations.verify;

import io.e2e.migrations.config.MigrationOptions.VerifyLevel;
import io.e2e.migrations.schema.ObjectKind;
import java.util.List;
import java.util.Map;

/**
 * How much a verification compared, and with what.
 *
 * @param level how much was to be compared
 * @param basis with what it was compared
 * @param objects the number of objects of each kind that were compared, if headers do not say it
 * @param leftOut the files that are not applied although they are in the locations, so that what was compared is not all
 */
public record Compared(VerifyLevel level, Basis basis, Map<ObjectKind, Integer> objects, List<String> leftOut) {

    public Compared {
        objects = Map.copyOf(objects);
        leftOut = List.copyOf(leftOut);
    }

    /** A comparison with what headers say, or with a replay if the level is a full one. */
    public static Compared withHeaders(VerifyLevel level) {
        return new Compared(level, Basis.HEADERS, Map.of(), List.of());
    }

    String outcome() {
        if (this.basis == Basis.NOTHING) {
            return "not verified";
        }
        return this.leftOut.isEmpty() ? "verified" : "incomplete";
    }

    /** The line of a report, with the objects that were compared. */
    String text(String counts) {
        String compared = switch (this.basis) {
            case HEADERS -> "verified" + extent() + ": " + counts;
            case REPLAY ->
                "verified" + extent() + ", compared with what the migrations make of an empty database"
                        + (this.objects.isEmpty() ? "" : ": " + counts);
            case TEMPLATE -> "verified, compared with the template: " + counts;
            case NOTHING ->
                "not verified: the files do not say what they make, and this database keeps no description of it"
                        + " (e2e.migrations.verify=full compares with what they make of an empty database)";
        };
        return this.leftOut.isEmpty()
                ? compared
                : "incomplete, without " + String.join(", ", this.leftOut) + "; the rest is " + compared;
    }

    private String extent() {
        return switch (this.level) {
            case FULL -> " in full";
            case FULL_WITH_SEEDS -> " in full, with seed data";
            default -> "";
        };
    }

    /** With what a database is compared. */
    public enum Basis {
        /** The objects that headers name. */
        HEADERS,
        /** The description that was kept with the template of which the database is a copy. */
        TEMPLATE,
        /** A scratch database to which the same migrations were applied. */
        REPLAY,
        /** Nothing: no description was kept. */
        NOTHING
    }
}
