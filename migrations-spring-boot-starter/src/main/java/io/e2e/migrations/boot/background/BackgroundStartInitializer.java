package io.e2e.migrations.boot.background;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.Ordered;
import org.springframework.core.env.Environment;
import org.springframework.util.ClassUtils;

/**
 * Begins what every target needs, the plan, as soon as the properties are complete: last of all initializers, since a
 * test's customizers are such and add some. An embedded server is begun if it is likely to be wanted; the database waits
 * until the target is certain.
 */
final class BackgroundStartInitializer
        implements ApplicationContextInitializer<ConfigurableApplicationContext>, Ordered {

    /** Without it the auto-configuration does nothing. */
    private static final String JDBC_SUPPORT = "org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails";

    @Override
    public int getOrder() {
        return Ordered.LOWEST_PRECEDENCE;
    }

    @Override
    public void initialize(ConfigurableApplicationContext context) {
        Environment environment = context.getEnvironment();
        if (ClassUtils.isPresent(JDBC_SUPPORT, context.getClassLoader())
                && isOn(environment, "e2e.migrations.enabled")
                // Off in slices, which may be without any database.
                && isOn(environment, EnableAutoConfiguration.ENABLED_OVERRIDE_PROPERTY)) {
            BackgroundStart.in(context.getBeanFactory(), environment);
        }
    }

    private static boolean isOn(Environment environment, String property) {
        return environment.getProperty(property, "true").equals("true");
    }
}
