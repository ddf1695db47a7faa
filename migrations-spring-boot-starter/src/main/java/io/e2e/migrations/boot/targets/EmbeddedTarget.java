package io.e2e.migrations.boot.targets;

import io.e2e.migrations.database.DatabaseAccess;
import io.e2e.migrations.embedded.EmbeddedAccess;
import io.e2e.migrations.isolation.IsolatedAccess;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.env.Environment;

/** A PostgreSQL that the starter starts. */
public final class EmbeddedTarget implements DatabaseTarget {

    @Override
    public Optional<String> reason(Environment environment) {
        return Optional.empty();
    }

    @Override
    public Optional<String> reason(Environment environment, ConfigurableListableBeanFactory beans) {
        return Optional.of("no namespace is given and the application brings no database of its own");
    }

    @Override
    public boolean isProvided() {
        return true;
    }

    @Override
    public DatabaseAccess access(E2eMigrationsProperties properties, ConfigurableListableBeanFactory beans) {
        return access(properties);
    }

    /** The access to the embedded database, which needs no bean. */
    public static EmbeddedAccess access(E2eMigrationsProperties properties) {
        return EmbeddedAccess.with(properties.embeddedSettings());
    }

    /**
     * The access to embedded databases to which the application adds something.
     *
     * @param addition names it; {@code null} means that nothing is kept
     */
    public static EmbeddedAccess access(E2eMigrationsProperties properties, @Nullable String addition) {
        return access(properties).extendedBy(properties.embedded().template() ? addition : null);
    }

    @Override
    public IsolatedAccess.Provisioners provisioners(
            E2eMigrationsProperties properties, ApplicationDatabase application, @Nullable String addition) {
        return access(properties, addition)::provisioner;
    }
}
