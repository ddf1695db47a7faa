package io.e2e.migrations.boot.autoconfigure;

import io.e2e.migrations.MigrationService;
import io.e2e.migrations.boot.targets.TargetChoice;
import io.e2e.migrations.database.DatabaseAddress;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.env.PropertySource;

/** The address of the database that the starter provides, which is opened when one of the properties is first read. */
final class DatabasePropertySource extends PropertySource<ConfigurableListableBeanFactory> {

    private static final String PREFIX = "e2e.migrations.database.";

    DatabasePropertySource(ConfigurableListableBeanFactory beanFactory) {
        super("e2eMigrationsDatabase", beanFactory);
    }

    @Override
    public @Nullable Object getProperty(String name) {
        return switch (name) {
            case PREFIX + "url" -> address(name).jdbcUrl();
            case PREFIX + "username" -> address(name).user();
            case PREFIX + "password" -> address(name).password().value();
            default -> null;
        };
    }

    private DatabaseAddress address(String name) {
        this.source.getBean(TargetChoice.class).requireProvided(name);
        return this.source.getBean(MigrationService.class).database().address().orElseThrow();
    }
}
