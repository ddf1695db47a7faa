package io.e2e.migrations.boot.targets;

import io.e2e.migrations.config.MigrationException;
import io.e2e.migrations.datasource.DataSourceAccess;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanCreationException;

/** Spring Boot looks up the DataSource in JNDI, which is not what the tests need, or has none. */
public final class JndiDataSourceException extends MigrationException {

    private static final String OFF = "Set spring.datasource.jndi-name=false in the test's properties.";

    private JndiDataSourceException(String problem, String remedy, @Nullable Throwable cause) {
        super(problem, remedy, cause);
    }

    static JndiDataSourceException besides(TargetChoice choice) {
        return new JndiDataSourceException(
                "The target is " + choice.target().name().toLowerCase(Locale.ROOT)
                        + ", but spring.datasource.jndi-name is"
                        + " set, so the application would look up another database in JNDI.",
                OFF,
                null);
    }

    static JndiDataSourceException notFound(BeanCreationException cause) {
        return new JndiDataSourceException(
                "The DataSource of spring.datasource.jndi-name cannot be looked up: "
                        + cause.getMostSpecificCause().getMessage(),
                OFF + " " + DataSourceAccess.USE_EMBEDDED,
                cause);
    }
}
