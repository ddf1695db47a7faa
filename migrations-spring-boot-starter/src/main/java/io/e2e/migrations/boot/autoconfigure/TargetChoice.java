package io.e2e.migrations.boot.autoconfigure;

import java.util.Arrays;
import java.util.Locale;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.core.env.Environment;
import org.springframework.util.ClassUtils;
import org.springframework.util.StringUtils;

/**
 * Which target it is, and why. Made while bean definitions are still being registered, so it looks at properties and
 * definitions, never at beans.
 *
 * @param target the target, never {@link Target#AUTO}
 * @param reason the end of a sentence that begins with the target
 */
record TargetChoice(Target target, String reason) {

    private static final Logger LOG = LoggerFactory.getLogger(TargetChoice.class);

    private static final String BEAN = "e2eMigrationsTargetChoice";

    private static final String CONTAINERS =
            "org.springframework.boot.testcontainers.service.connection.ServiceConnection";

    /**
     * Whether the properties leave no other target, before any bean is known: only an application that defines its own
     * DataSource will still choose another, and one whose containers bring their addresses as beans is asked later.
     */
    static boolean isLikelyEmbedded(Environment environment) {
        return of(environment, new DefaultListableBeanFactory()).target() == Target.EMBEDDED
                && !ClassUtils.isPresent(CONTAINERS, null);
    }

    /**
     * The choice of a context, made when it is first asked for and then kept as a bean: later, Spring Boot's own DataSource
     * would look like one of the application's.
     */
    static TargetChoice in(ConfigurableListableBeanFactory beanFactory, Environment environment) {
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
        String namespace = environment.getProperty("e2e.migrations.namespace");
        if (StringUtils.hasText(namespace)) {
            return new TargetChoice(Target.KUBERNETES, "e2e.migrations.namespace is " + namespace);
        }
        if (StringUtils.hasText(environment.getProperty("spring.datasource.url"))) {
            return new TargetChoice(Target.DATASOURCE, "spring.datasource.url is set");
        }
        String own = ownDatabaseBean(beanFactory);
        if (!own.isEmpty()) {
            return new TargetChoice(Target.DATASOURCE, "the application defines the bean '" + own + "'");
        }
        return new TargetChoice(
                Target.EMBEDDED, "no namespace is given and the application brings no database of its own");
    }

    /** Says it once, so that nobody has to guess which database a test ran on. */
    void log() {
        LOG.info("Migrations target is {}: {}", this.target.name().toLowerCase(Locale.ROOT), this.reason);
    }

    /** A bean of the user's that is or tells a database; empty if there is none. */
    private static String ownDatabaseBean(ConfigurableListableBeanFactory beanFactory) {
        return Arrays.stream(new Class<?>[] {JdbcConnectionDetails.class, DataSource.class})
                .flatMap(type -> Arrays.stream(beanFactory.getBeanNamesForType(type, true, false)))
                .filter(name -> !IsolatedDatabaseConfiguration.OURS.contains(name))
                .findFirst()
                .orElse("");
    }
}
