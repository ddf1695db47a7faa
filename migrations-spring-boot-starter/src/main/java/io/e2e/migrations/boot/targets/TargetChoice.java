package io.e2e.migrations.boot.targets;

import io.e2e.migrations.database.DatabaseAccess;
import io.e2e.migrations.datasource.DataSourceAccess;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.Environment;

/**
 * Which target it is, and why. Made while bean definitions are still being registered, so it looks at properties and
 * definitions, never at beans.
 *
 * @param target the target, never {@link Target#AUTO}
 * @param reason the end of a sentence that begins with the target
 */
public record TargetChoice(Target target, String reason) {

    private static final Logger LOG = LoggerFactory.getLogger(TargetChoice.class);

    private static final String NAMED = "e2e.migrations.target says so";

    private static final String BEAN = "e2eMigrationsTargetChoice";

    /**
     * Makes the choice of a context and registers it as a bean: later, Spring Boot's own DataSource would look like one of
     * the application's. A definition with plain values can be processed ahead of time, which a singleton cannot.
     *
     * @throws UnresolvedPlaceholderException if a property that decides contains a placeholder without a value
     * @throws R2dbcDatabaseException if the application has a database that only R2DBC reaches, and no target is named
     */
    public static TargetChoice register(DefaultListableBeanFactory beanFactory, Environment environment) {
        TargetChoice choice = of(environment, beanFactory);
        RootBeanDefinition definition = new RootBeanDefinition(TargetChoice.class);
        definition.getConstructorArgumentValues().addIndexedArgumentValue(0, choice.target);
        definition.getConstructorArgumentValues().addIndexedArgumentValue(1, choice.reason);
        definition.setAttribute(TargetChoice.class.getName(), choice);
        beanFactory.registerBeanDefinition(BEAN, definition);
        return choice;
    }

    /** The choice that was registered; empty if the starter is switched off. Creates no bean. */
    public static Optional<TargetChoice> in(ConfigurableListableBeanFactory beanFactory) {
        return beanFactory.containsBeanDefinition(BEAN)
                ? Optional.ofNullable(
                        (TargetChoice) beanFactory.getBeanDefinition(BEAN).getAttribute(TargetChoice.class.getName()))
                : Optional.empty();
    }

    private static TargetChoice of(Environment environment, ConfigurableListableBeanFactory beanFactory) {
        UnresolvedPlaceholderException.requireResolved(environment);
        TargetChoice choice =
                Objects.requireNonNull(choose(environment, beanFactory), "the last target needs no reason");
        if (choice.target == Target.EMBEDDED && !choice.reason.equals(NAMED)) {
            R2dbcDatabaseException.refuse(environment, new ApplicationDatabase(beanFactory, environment));
        }
        if (choice.isProvided() && DataSourceTarget.isLookedUp(environment)) {
            throw JndiDataSourceException.besides(choice);
        }
        return choice;
    }

    /** What the properties alone decide; empty if they leave it to the beans. */
    public static Optional<TargetChoice> byProperties(Environment environment) {
        return Optional.ofNullable(choose(environment, null));
    }

    /** {@code null} if the properties leave it to the beans, which are not given. */
    private static @Nullable TargetChoice choose(
            Environment environment, @Nullable ConfigurableListableBeanFactory beans) {
        Target configured = Binder.get(environment)
                .bind("e2e.migrations.target", Target.class)
                .orElse(Target.AUTO);
        if (configured != Target.AUTO) {
            // What it reads has to be readable.
            var unused = reason(configured, environment, beans);
            return new TargetChoice(configured, NAMED);
        }
        for (Target candidate : Target.values()) {
            Optional<String> reason =
                    candidate == Target.AUTO ? Optional.empty() : reason(candidate, environment, beans);
            if (reason.isPresent()) {
                return new TargetChoice(candidate, reason.get());
            }
        }
        return null;
    }

    private static Optional<String> reason(
            Target candidate, Environment environment, @Nullable ConfigurableListableBeanFactory beans) {
        DatabaseTarget target = candidate.database();
        return beans == null ? target.reason(environment) : target.reason(environment, beans);
    }

    /** Whether the starter offers the database to the application, which brings none itself. */
    public boolean isProvided() {
        return this.target.database().isProvided();
    }

    /**
     * Requires that the starter provides the database, whose address is known then.
     *
     * @param property asks for the address
     * @throws NoDatabaseAddressException if the database is the application's own
     */
    public void requireProvided(String property) {
        if (!isProvided()) {
            throw new NoDatabaseAddressException(property, this);
        }
    }

    /**
     * Opens the one database that all tests of a context share.
     *
     * @throws TargetChangedException if properties that came later, from a bean, name another target
     */
    public DatabaseAccess access(E2eMigrationsProperties properties, ConfigurableListableBeanFactory beans) {
        requireUnchanged(beans.getBean(ConfigurableApplicationContext.ENVIRONMENT_BEAN_NAME, Environment.class));
        return this.target.database().access(properties, beans);
    }

    /** A {@code DynamicPropertyRegistrar} adds properties when beans are created. */
    void requireUnchanged(Environment environment) {
        if (isProvided()) {
            TargetChoice now = choose(environment, null);
            if (now != null && now.target != this.target) {
                throw new TargetChangedException(this, now);
            }
        }
    }

    /**
     * Logs it once, so that nobody has to guess which database a test ran on. If it is the application's own only because
     * its properties name one, the line says how to leave that one alone.
     */
    public void log() {
        boolean unasked = this.target == Target.DATASOURCE && this.reason.startsWith("spring.datasource.");
        if (unasked) {
            LOG.info(
                    "Migrating the application's own database, because {}. {}",
                    this.reason,
                    DataSourceAccess.USE_EMBEDDED);
        } else {
            LOG.info("Migrations target is {}: {}", this.target.name().toLowerCase(Locale.ROOT), this.reason);
        }
    }
}
