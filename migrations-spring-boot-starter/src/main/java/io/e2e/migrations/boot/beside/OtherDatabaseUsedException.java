package io.e2e.migrations.boot.beside;

import io.e2e.migrations.boot.targets.Target;
import io.e2e.migrations.config.MigrationException;
import java.util.Locale;

/** The application uses another database than the one that the migrations fill. */
public final class OtherDatabaseUsedException extends MigrationException {

    private final String dataSource;

    OtherDatabaseUsedException(Target target, String migrated, String dataSource, String url) {
        super(
                "The target is " + target.name().toLowerCase(Locale.ROOT) + ", " + migrated
                        + ", but the application uses another database: its DataSource '" + dataSource + "' leads to "
                        + url + ".",
                "To use the target's database, set the properties that '" + dataSource
                        + "' is made from to ${e2e.migrations.database.url}, .username and .password; or leave '"
                        + dataSource + "' out of the test (or the replace of @AutoConfigureTestDatabase, if that brings"
                        + " it), so that Spring Boot makes the DataSource. To migrate the database that the application"
                        + " uses, set e2e.migrations.target=datasource.",
                null);
        this.dataSource = dataSource;
    }

    /** The bean that leads elsewhere. */
    public String dataSource() {
        return this.dataSource;
    }
}
