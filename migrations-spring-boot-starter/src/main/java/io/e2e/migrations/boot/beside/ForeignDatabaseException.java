package io.e2e.migrations.boot.beside;

import io.e2e.migrations.config.MigrationException;
import io.e2e.migrations.datasource.HostNotAllowedException;
import io.e2e.migrations.datasource.SafeUrl;
import org.jspecify.annotations.Nullable;

/** Another tool of the application was about to change what does not belong to the test. Nothing was changed. */
public final class ForeignDatabaseException extends MigrationException {

    private ForeignDatabaseException(String problem, String remedy) {
        super(problem, remedy, null);
    }

    static ForeignDatabaseException refused(String tool, @Nullable String url, HostNotAllowedException refusal) {
        return new ForeignDatabaseException(
                tool + " is about to migrate " + SafeUrl.of(url) + ". The database " + refusal.reason()
                        + ". Nothing was written there.",
                "If it is a test database, name the host: e2e.migrations.allowed-hosts=" + refusal.host()
                        + ". Otherwise give the test another DataSource for it, or switch the tool off in the test's"
                        + " properties: spring.flyway.enabled=false or spring.liquibase.enabled=false.");
    }

    static ForeignDatabaseException dropFirst(String bean) {
        return new ForeignDatabaseException(
                "Liquibase ('" + bean + "') is to drop every object of the schema before it migrates"
                        + " (spring.liquibase.drop-first=true), and e2e.migrations has created its own there.",
                "Set spring.liquibase.drop-first=false in the test's properties; use e2e.migrations.target=embedded for a"
                        + " database that is new in every run.");
    }
}
