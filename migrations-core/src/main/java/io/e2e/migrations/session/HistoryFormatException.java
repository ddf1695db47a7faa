package io.e2e.migrations.session;

import io.e2e.migrations.config.MigrationException;

/** The history of a database has a format that this version cannot use. */
public final class HistoryFormatException extends MigrationException {

    private final int format;

    /**
     * Creates the exception for a history with another format than {@link HistoryTable#FORMAT}.
     *
     * @param target the database, in a line
     * @param format the format of its history
     */
    public HistoryFormatException(String target, int format) {
        super(
                "The history of migrations in " + target + " has format " + format
                        + ", but this version of e2e-migrations works with format " + HistoryTable.FORMAT
                        + ". Nothing was changed.",
                format > HistoryTable.FORMAT
                        ? "A newer version of migrations-spring-boot-starter applied migrations to this database: update"
                                + " to that version, or use another database (e2e.migrations.postgres-db, or"
                                + " spring.datasource.url)."
                        : "Apply the migrations once (e2e.migrations.apply=startup, or"
                                + " MigrationService.applyMigrations()): that upgrades the history and keeps all data.",
                null);
        this.format = format;
    }

    /** The format of the history. */
    public int format() {
        return this.format;
    }
}
