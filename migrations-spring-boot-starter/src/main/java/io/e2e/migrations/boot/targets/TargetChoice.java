package io.e2e.migrations.boot.targets;

import io.e2e.migrations.database.DatabaseAccess;
import java.util.Locale;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;
import org.springframework.util.ClassUtils;

/**
 * Which target it is, and why. Made while bean definitions are still being registered, so it looks at properties and
 * definitions, never at beans.
 *
 * @param target the target, never {@link Target#AUTO}
 * @param reason the end of a sentence that begins with the target
 */
public record TargetChoice(Target target, String reason) {

    private static final Logger LOG = LoggerFactory.getLogger(TargetChoice.class);

    private static final String BEAN = "e2eMigrationsTargetChoice";

    private static final String CONTAINERS =
            "org.springframework.boot.testcontainers.service.connection.ServiceConnection";

    /**
     * Whether the properties leave no other target, before any bean is known: only an application that defines its own
     * DataSource will still choose another, and one whose containers bring their addresses as beans is asked later.
     */
    public static boolean isLikelyEmbedded(Environment environment) {
        return of(environment, new DefaultListableBeanFactory()).target() == Target.EMBEDDED
                && !ClassUtils.isPresent(CONTAINERS, null);
    }

    /**
     * The choice of a context, made when it is first asked for and then kept as a bean: later, Spring Boot's own DataSource
     * would look like one of the application's.
     */
    public static TargetChoice in(ConfigurableListableBeanFactory beanFactory, Environment environment) {
        if (beanFactory.getSingleton(BEAN) instanceof TargetChoice made) {
            return made;
        }
        TargetChoice choice = of(environment, beanFactory);
        beanFactory.registerSingleton(BEAN, choice);
        return choice;
    }

    static TargetChoice of(Environment environment, ConfigurableListableBeanFactory beanFactory) {
        Target configured = Binder.get(environment)
                .bind("e2e.migrations.target", Target.class)
                .orElse(Target.AUTO);
        if (configured != Target.AUTO) {
            return new TargetChoice(configured, "e2e.migrations.target says so");
        }
        for (Target candidate : Target.values()) {
            Optional<String> reason = candidate == Target.AUTO
                    ? Optional.empty()
                    : candidate.database().reason(environment, beanFactory);
            if (reason.isPresent()) {
                return new TargetChoice(candidate, reason.get());
            }
        }
        throw new IllegalStateException("the last target needs no reason");
    }

    /** Whether the starter offers the database to the application, which brings none itself. */
    public boolean isProvided() {
        return this.target.database().isProvided();
    }

    /** Opens the one database that all tests of a context share. */
    public DatabaseAccess access(E2eMigrationsProperties properties, ConfigurableListableBeanFactory beans) {
        return this.target.database().access(properties, beans);
    }

    /** Says it once, so that nobody has to guess which database a test ran on. */
    public void log() {
        LOG.info("Migrations target is {}: {}", this.target.name().toLowerCase(Locale.ROOT), this.reason);
    }
}
