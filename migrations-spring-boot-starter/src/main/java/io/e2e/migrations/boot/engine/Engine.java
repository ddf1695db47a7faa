package io.e2e.migrations.boot.engine;

import io.e2e.migrations.config.SourceKey;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.util.ClassUtils;

/** A tool of the application that fills the database when the context starts, as Spring Boot configures it. Creates no bean. */
abstract class Engine {

    private static final String BOOT = "org.springframework.boot.";

    /** All that Spring Boot knows, in the order in which they run. */
    static List<Engine> all() {
        return List.of(new FlywayEngine(), new LiquibaseEngine(), new ScriptsEngine());
    }

    /** Its name, for people. */
    abstract String label();

    /** Whether its classes are there and no property switches it off. */
    abstract boolean isEnabled(Binder binder);

    /** The types of the beans that run it. */
    abstract List<Class<?>> types();

    /**
     * Adds all files that it may read, without what only names a database.
     *
     * @return whether there is any
     * @throws IOException if they cannot be told; the message says why
     */
    abstract boolean addFiles(SourceKey key, Binder binder) throws IOException;

    /** The beans that run it. */
    final List<String> beans(ConfigurableListableBeanFactory beans) {
        return types().stream()
                .flatMap(type -> Arrays.stream(beans.getBeanNamesForType(type, true, false)))
                .distinct()
                .toList();
    }

    /** Whether there are files for it; those that cannot be told count. */
    final boolean hasFiles(Binder binder) {
        try {
            return addFiles(new SourceKey(), binder);
        } catch (IOException ex) {
            return true;
        }
    }

    /** Whether Spring Boot defines this bean, so that properties decide what it does. */
    static boolean isByBoot(ConfigurableListableBeanFactory beans, String name) {
        if (!beans.containsBeanDefinition(name)) {
            return false;
        }
        BeanDefinition definition = beans.getBeanDefinition(name);
        String source = definition.getFactoryBeanName() == null
                ? definition.getBeanClassName()
                : definition.getFactoryBeanName();
        return source != null && source.startsWith(BOOT);
    }

    static boolean isPresent(String type) {
        return ClassUtils.isPresent(type, null);
    }
}
