package io.e2e.migrations.boot.background;

import io.e2e.migrations.boot.targets.E2eMigrationsProperties;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.BindMethod;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.handler.NoUnboundElementsBindHandler;
import org.springframework.boot.context.properties.source.UnboundElementsSourceFilter;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.PropertySource;

/**
 * The properties of the starter, bound once for the early database and the context: a binding loads 50 classes and converts 50
 * values. They are bound again if the environment says something else when the context asks for them, as after a
 * {@code DynamicPropertyRegistrar}.
 */
final class EarlyProperties {

    private static final Logger LOG = LoggerFactory.getLogger(EarlyProperties.class);

    private static final String PREFIX = "e2e.migrations";

    /** The first letters of the prefix in each of its forms, such as that of an environment variable. */
    private static final String FORMS = "e2e";

    private final ConfigurableEnvironment environment;
    private final List<Object> seen;
    private final CompletableFuture<E2eMigrationsProperties> bound = new CompletableFuture<>();

    EarlyProperties(ConfigurableEnvironment environment) {
        this.environment = environment;
        this.seen = values();
    }

    /** Defines the bean that Spring Boot would define, under the same name. */
    void define(BeanDefinitionRegistry registry) {
        RootBeanDefinition definition = new RootBeanDefinition(E2eMigrationsProperties.class, this::get);
        // As Spring Boot marks a bean whose constructor was bound, which is not bound once more.
        definition.setAttribute(BindMethod.class.getName(), BindMethod.VALUE_OBJECT);
        registry.registerBeanDefinition(PREFIX + "-" + E2eMigrationsProperties.class.getName(), definition);
    }

    /** Binds; the context meets a failure, too. */
    E2eMigrationsProperties bind() {
        try {
            E2eMigrationsProperties properties = bindNow();
            this.bound.complete(properties);
            return properties;
        } catch (RuntimeException | LinkageError ex) {
            this.bound.completeExceptionally(ex);
            throw ex;
        }
    }

    private E2eMigrationsProperties get() {
        if (!this.seen.equals(values())) {
            return bindNow();
        }
        try {
            return this.bound.join();
        } catch (CompletionException ex) {
            LOG.debug("Binding fails again, on the thread of the context", ex);
            return bindNow();
        }
    }

    /** As the annotation of the properties says: an unknown one is an error. */
    private E2eMigrationsProperties bindNow() {
        BindHandler handler = new NoUnboundElementsBindHandler(BindHandler.DEFAULT, new UnboundElementsSourceFilter());
        return Binder.get(this.environment, handler).bindOrCreate(PREFIX, E2eMigrationsProperties.class);
    }

    /** The values that can matter, with their placeholders resolved. */
    private List<Object> values() {
        List<Object> values = new ArrayList<>();
        for (PropertySource<?> source : this.environment.getPropertySources()) {
            if (source instanceof EnumerablePropertySource<?> known) {
                for (String name : known.getPropertyNames()) {
                    if (name.regionMatches(true, 0, FORMS, 0, FORMS.length())) {
                        values.add(name);
                        values.add(resolved(source.getProperty(name)));
                    }
                }
            }
        }
        return values;
    }

    private Object resolved(@Nullable Object value) {
        return value instanceof String text ? this.environment.resolvePlaceholders(text) : String.valueOf(value);
    }
}
