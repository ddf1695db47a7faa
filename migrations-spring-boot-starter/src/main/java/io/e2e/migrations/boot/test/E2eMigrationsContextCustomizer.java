package io.e2e.migrations.boot.test;

import io.e2e.migrations.boot.targets.E2eMigrationsProperties;
import io.e2e.migrations.page.PageRecorder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.test.context.ContextCustomizer;
import org.springframework.test.context.MergedContextConfiguration;

/**
 * Gives a test context its selection, and keeps a slice from replacing the database. Part of the key of Spring's context
 * cache, so it holds what the test class says and nothing else.
 *
 * @param annotated whether the class has an annotation: even an empty one asks for migrations
 * @param properties what the annotation says, as properties; empty without one
 */
record E2eMigrationsContextCustomizer(boolean annotated, Map<String, String> properties) implements ContextCustomizer {

    private static final String REPLACE = "spring.test.database.replace";

    E2eMigrationsContextCustomizer {
        properties = Map.copyOf(properties);
    }

    static E2eMigrationsContextCustomizer of(@Nullable E2eMigrations annotation) {
        Map<String, String> properties = new LinkedHashMap<>();
        if (annotation != null) {
            List<String> tables = Stream.concat(
                            Stream.of(annotation.tables()),
                            Stream.of(annotation.groups()).map(group -> "group:" + group))
                    .toList();
            put(properties, "tables", String.join(",", tables));
            put(properties, "target", annotation.target());
            put(properties, "apply", annotation.apply());
            put(properties, "verify", annotation.verify());
            put(properties, "isolation", annotation.isolation());
        }
        return new E2eMigrationsContextCustomizer(annotation != null, properties);
    }

    private static void put(Map<String, String> properties, String name, String value) {
        if (!value.isEmpty()) {
            properties.put("e2e.migrations." + name, value);
        }
    }

    @Override
    public void customizeContext(ConfigurableApplicationContext context, MergedContextConfiguration configuration) {
        ConfigurableEnvironment environment = context.getEnvironment();
        if (this.annotated) {
            environment
                    .getPropertySources()
                    .addFirst(new MapPropertySource("@E2eMigrations", Map.<String, Object>copyOf(this.properties)));
        }
        if (E2eMigrationsProperties.isEnabled(environment)) {
            // The lowest precedence: what a test says of its own accord wins.
            environment
                    .getPropertySources()
                    .addLast(new MapPropertySource(
                            "e2eMigrationsDefaults",
                            Map.of(
                                    REPLACE,
                                    "NONE",
                                    PageRecorder.USER,
                                    configuration.getTestClass().getName())));
        }
    }

    // A record's own are linked when they are first called, which takes 15 ms that every context would wait for.

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof E2eMigrationsContextCustomizer that
                && this.annotated == that.annotated
                && this.properties.equals(that.properties);
    }

    @Override
    public int hashCode() {
        return this.properties.hashCode();
    }
}
