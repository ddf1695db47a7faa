package io.e2e.migrations.embedded;

import io.e2e.migrations.config.SourceKey;
import io.e2e.migrations.database.VerifiedReport;
import io.e2e.migrations.embedded.binaries.BinaryArchive;
import java.util.Optional;

/**
 * Leads from a key, which is known without reading a migration, to the prepared cluster that was verified under that key, and
 * to the report of that time. Where the code of this library has no key, nothing is kept.
 */
final class ClusterMemos {

    private static final Optional<String> CODE = SourceKey.ofCode(ClusterMemos.class);

    /** Stands in a report for the database, which has another port each time. */
    private static final String TARGET = "\0";

    /** Precedes what pages show, in which the lines have ends of their own. */
    private static final char RECORD = '\u001d';

    private static final int PARTS = 4;
    private static final int HEXADECIMAL = 16;

    private final EmbeddedSettings settings;

    ClusterMemos(EmbeddedSettings settings) {
        this.settings = settings;
    }

    /** What was kept under a key; empty if nothing was. */
    Optional<Memo> find(String key) {
        if (CODE.isEmpty()) {
            return Optional.empty();
        }
        Optional<String> text = KeptTexts.memos(this.settings).find(name(key));
        return text.isPresent() ? parse(text.get()) : Optional.empty();
    }

    private static Optional<Memo> parse(String text) {
        String[] parts = text.split("\n", PARTS);
        if (parts.length < PARTS) {
            return Optional.empty();
        }
        PreparedArchive archive = new PreparedArchive(parts[0], Long.parseLong(parts[1], HEXADECIMAL));
        int record = parts[3].indexOf(RECORD);
        return Optional.of(new Memo(
                archive, new VerifiedReport(parts[3].substring(0, record), parts[2], parts[3].substring(record + 1))));
    }

    /** Keeps that the database of this description, a copy from the archive, was verified. */
    void keep(String key, PreparedArchive archive, VerifiedReport report, String description) {
        if (CODE.isPresent()) {
            String text = String.join(
                    "\n",
                    archive.template(),
                    Long.toString(archive.checksum(), HEXADECIMAL),
                    report.summary().replace(description, TARGET),
                    report.text().replace(description, TARGET) + RECORD + report.record());
            KeptTexts.memos(this.settings).keep(name(key), text);
        }
    }

    private String name(String key) {
        return String.join(
                "\0",
                key,
                CODE.orElseThrow(),
                BinaryArchive.find().key(),
                String.join(" ", this.settings.server().initdbOptions()),
                this.settings.server().parameters().toString(),
                this.settings.server().superuser() ? "superuser" : "");
    }

    /**
     * What is known of a cluster.
     *
     * @param archive where it is
     * @param report what was found in it, without the name of the database
     */
    record Memo(PreparedArchive archive, VerifiedReport report) {

        VerifiedReport report(String description) {
            return new VerifiedReport(
                    this.report.text().replace(TARGET, description),
                    this.report.summary().replace(TARGET, description),
                    this.report.record());
        }
    }
}
