package io.e2e.migrations.boot.engine;

import io.e2e.migrations.config.SourceKey;
import java.io.IOException;
import java.lang.annotation.Annotation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.util.ClassUtils;

/** A tool of the application that fills the database when the context starts, as Spring Boot configures it. Creates no bean. */
abstract class Engine {

    private static final List<String> KNOWN = List.of("org.springframework.boot.", "io.e2e.migrations.");

    /** All that Spring Boot knows, in the order in which they run. */
    static List<Engine> all() {
        return List.of(new FlywayEngine(), new LiquibaseEngine(), new ScriptsEngine());
    }

    /** Those whose classes are there and that no property switches off. */
    static List<Engine> enabled(Binder binder) {
        List<Engine> enabled = new ArrayList<>();
        for (Engine engine : all()) {
            if (engine.isEnabled(binder)) {
                enabled.add(engine);
            }
        }
        return enabled;
    }

    /** Its name, for people. */
    abstract String label();

    /** Whether its classes are there and no property switches it off. */
    abstract boolean isEnabled(Binder binder);

    /** The type of the beans that run it. */
    abstract Class<?> runner();

    /** The types of its beans, of which the first that is created begins to use the database. */
    List<Class<?>> parts() {
        return List.of(runner());
    }

    /** The types of beans by which an application could change what it does. */
    abstract List<Class<?>> extensionPoints();

    /** The annotation that gives it a DataSource of its own; empty if there is none. */
    abstract Optional<Class<? extends Annotation>> ownDataSource();

    /** The properties that decide what it does. */
    abstract List<String> prefixes();

    /** Why it must not be kept, by its properties; empty if nothing speaks against it. */
    Optional<String> obstacle(Binder binder) {
        return Optional.empty();
    }

    /**
     * Adds all files that it may read.
     *
     * @return whether there is any
     * @throws IOException if they cannot be told; the message says why
     */
    abstract boolean addFiles(SourceKey key, Binder binder) throws IOException;

    /** The beans that run it. */
    final List<String> beans(ConfigurableListableBeanFactory beans) {
        return names(beans, runner()).toList();
    }

    /** Whether the application has this enabled one, with migrations; beans of its own count, whatever they run. */
    final boolean isPresent(ConfigurableListableBeanFactory beans, Binder binder) {
        return ownBean(beans).isPresent() || (!beans(beans).isEmpty() && hasFiles(binder));
    }

    /** A bean that the application itself defines for it, for people. */
    final Optional<String> ownBean(ConfigurableListableBeanFactory beans) {
        Stream<String> own = Stream.concat(Stream.of(runner()), extensionPoints().stream())
                .flatMap(type -> names(beans, type)
                        .filter(name -> !isKnown(beans, name))
                        .map(name -> "'" + name + "' (" + type.getSimpleName() + ")"));
        Stream<String> annotated = ownDataSource().stream()
                .flatMap(annotation -> names(beans, DataSource.class)
                        .filter(name -> beans.findAnnotationOnBean(name, annotation, false) != null)
                        .map(name -> "'" + name + "' (@" + annotation.getSimpleName() + ")"));
        return Stream.concat(own, annotated).findFirst();
    }

    private static Stream<String> names(ConfigurableListableBeanFactory beans, Class<?> type) {
        return Arrays.stream(beans.getBeanNamesForType(type, true, false));
    }

    /** Whether there are files for it; those that cannot be told count. */
    final boolean hasFiles(Binder binder) {
        try {
            return addFiles(SourceKey.ofPresence(), binder);
        } catch (IOException ex) {
            return true;
        }
    }

    /** Whether Spring Boot or this library defines a bean, so that properties decide what it does. */
    static boolean isKnown(ConfigurableListableBeanFactory beans, String name) {
        if (!beans.containsBeanDefinition(name)) {
            return false;
        }
        BeanDefinition definition = beans.getBeanDefinition(name);
        String source = definition.getFactoryBeanName() == null
                ? definition.getBeanClassName()
                : definition.getFactoryBeanName();
        return source != null && KNOWN.stream().anyMatch(source::startsWith);
    }

    static boolean areThere(String... types) {
        return Arrays.stream(types).allMatch(type -> ClassUtils.isPresent(type, null));
    }
}
