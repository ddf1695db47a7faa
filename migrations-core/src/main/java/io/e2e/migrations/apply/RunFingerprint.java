package io.e2e.migrations.apply;

import io.e2e.migrations.catalog.Migration;
import io.e2e.migrations.plan.MigrationPlan;
import io.e2e.migrations.plan.PendingFinder;
import io.e2e.migrations.reset.SeedData;
import io.e2e.migrations.session.HistoryTable;
import io.e2e.migrations.session.SchemaSnapshot;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * The name of what a run leaves in an empty database: a checksum of the files, of the values that they are given, and of
 * our own statements around them.
 */
final class RunFingerprint {

    /** Changes with the way in which runs work, where the statements below do not show it, as they do the history's format. */
    private static final String LAYOUT = "1";

    private final MessageDigest digest;

    private RunFingerprint(MessageDigest digest) {
        this.digest = digest;
    }

    static String of(MigrationPlan plan, PendingFinder values, HistoryTable history) {
        RunFingerprint fingerprint = new RunFingerprint(sha256());
        fingerprint.add(LAYOUT);
        history.createSql().forEach(fingerprint::add);
        SeedData seedData = SeedData.ofFreshDatabase(history, new SchemaSnapshot(List.of()));
        for (Migration migration : plan.migrations()) {
            // Its row: version, name, file, checksum and values; and of its header the tables that it creates.
            seedData.afterSql(migration, values.inputsOf(migration)).forEach(fingerprint::add);
        }
        seedData.endSql().forEach(fingerprint::add);
        return HexFormat.of().formatHex(fingerprint.digest.digest());
    }

    /** With an end that no text has in it, so that no two sequences of texts look alike. */
    private void add(String text) {
        this.digest.update(text.getBytes(StandardCharsets.UTF_8));
        this.digest.update((byte) 0);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException ex) {
            throw new IllegalStateException("every Java platform has SHA-256", ex);
        }
    }
}
