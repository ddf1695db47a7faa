package io.e2e.migrations.boot.engine;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.Ordered;
import org.springframework.core.PriorityOrdered;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.Environment;
import org.springframework.core.env.MapPropertySource;

/**
 * Applies nothing in an application that migrates its database itself and asks for nothing of ours: all tables of the catalog
 * would be in a database that is meant for its own. It sets the default of {@code e2e.migrations.apply}.
 */
public final class NothingAsked implements BeanFactoryPostProcessor, PriorityOrdered {

    private static final Logger LOG = LoggerFactory.getLogger(NothingAsked.class);

    private static final String APPLY = "e2e.migrations.apply";

    private final ConfigurableEnvironment environment;
    private final List<Class<?>> asking;

    /**
     * Decides when all bean definitions are there.
     *
     * @param asking the types of which a bean of the application's own asks for migrations
     */
    public NothingAsked(ConfigurableEnvironment environment, List<Class<?>> asking) {
        this.environment = environment;
        this.asking = asking;
    }

    /** Before anything binds the properties. */
    @Override
    public int getOrder() {
        return Ordered.HIGHEST_PRECEDENCE;
    }

    @Override
    public void postProcessBeanFactory(ConfigurableListableBeanFactory beans) {
        if (Engine.enabled(Binder.get(this.environment)).isEmpty() || isAsked(this.environment, beans, this.asking)) {
            return;
        }
        String engines = Engines.present(beans, this.environment);
        if (!engines.isEmpty()) {
            this.environment
                    .getPropertySources()
                    .addLast(new MapPropertySource("e2eMigrationsNothingAsked", Map.of(APPLY, "manual")));
            LOG.info(
                    "{} migrates the database, and no tables are asked for, so none of e2e.migrations.locations are"
                            + " applied. To ask: e2e.migrations.tables=audit_events, or e2e.migrations.tables= for all",
                    engines);
        }
    }

    /** Whether the properties, an annotation or a bean say what is to be applied, or when. */
    public static boolean isAsked(
            Environment environment, ConfigurableListableBeanFactory beans, List<Class<?>> asking) {
        Binder binder = Binder.get(environment);
        Bindable<List<String>> list = Bindable.listOf(String.class);
        return binder.bind("e2e.migrations.tables", list).isBound()
                || binder.bind("e2e.migrations.locations", list).isBound()
                || binder.bind("e2e.migrations.namespace", String.class).isBound()
                || binder.bind(APPLY, String.class).isBound()
                || (environment instanceof ConfigurableEnvironment configurable
                        && configurable.getPropertySources().contains("@E2eMigrations"))
                || asking.stream()
                        .flatMap(type -> Arrays.stream(beans.getBeanNamesForType(type, true, false)))
                        .anyMatch(name -> !isOurs(name, beans));
    }

    private static boolean isOurs(String name, ConfigurableListableBeanFactory beans) {
        return beans.containsBeanDefinition(name)
                && String.valueOf(beans.getBeanDefinition(name).getFactoryBeanName())
                        .startsWith("io.e2e.migrations.");
    }
}
