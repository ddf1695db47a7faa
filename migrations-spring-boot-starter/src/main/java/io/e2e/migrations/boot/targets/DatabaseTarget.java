package io.e2e.migrations.boot.targets;

import io.e2e.migrations.database.DatabaseAccess;
import io.e2e.migrations.isolation.IsolatedAccess;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.env.Environment;

/**
 * One place where the database can be. A new target is one implementation and one constant of {@link Target}. No class of
 * a target's libraries is loaded before one of its methods is called.
 */
interface DatabaseTarget {

    /** The property that makes this target the one if {@code e2e.migrations.target} names none; empty if there is none. */
    Optional<String> reason(Environment environment);

    /**
     * Why this target is the one if {@code e2e.migrations.target} names none; empty if nothing speaks for it. Asked while
     * bean definitions are still being registered, so it looks at properties and definitions, never at beans.
     */
    default Optional<String> reason(Environment environment, ConfigurableListableBeanFactory beans) {
        return reason(environment);
    }

    /** Whether the starter offers the database to the application, which brings none itself. */
    boolean isProvided();

    /** Opens the one database that all tests of a context share. */
    DatabaseAccess access(E2eMigrationsProperties properties, ConfigurableListableBeanFactory beans);

    /**
     * Where databases come from that a context, class or test has to itself.
     *
     * @param addition names what the application adds to them; {@code null} means that nothing is kept
     */
    IsolatedAccess.Provisioners provisioners(
            E2eMigrationsProperties properties, ApplicationDatabase application, @Nullable String addition);
}
