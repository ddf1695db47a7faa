package io.e2e.migrations.boot.engine;

import io.e2e.migrations.MigrationConfig;
import io.e2e.migrations.config.SourceKey;
import java.io.IOException;
import java.net.URL;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TimeZone;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.aot.AotDetector;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.sql.init.dependency.DatabaseInitializerDetector;
import org.springframework.core.env.Environment;
import org.springframework.util.ClassUtils;

/**
 * Names everything on which the work of the application's engines depends: their files and properties, their versions, the time
 * zone of this JVM and the day, because migrations write the present time into rows.
 *
 * @param engines those that have migrations, in the order in which they run
 * @param key equal ones mean equal work; {@code null} if it cannot be told, or if there is none
 * @param obstacle why it cannot be told; {@code null} if it can, or if there is none
 */
record EngineKey(
        List<Engine> engines,
        @Nullable String key,
        @Nullable String obstacle) {

    /** Without an engine, no property or file counts. */
    private static final EngineKey NONE = new EngineKey(List.of(), null, null);

    /** Properties that only say where the database is. The starter leads each engine to its own. */
    private static final String ELSEWHERE = "url|user|username|password|enabled";

    /** Classes whose jar has the version of what is relevant in its name. */
    private static final List<String> VERSIONS = List.of(
            "org/flywaydb/core/Flyway.class",
            "org/flywaydb/database/postgresql/PostgreSQLDatabaseType.class",
            "liquibase/Liquibase.class",
            "org/postgresql/Driver.class",
            "org/springframework/boot/SpringBootVersion.class");

    /** Spring Boot's other scripts run among the engines' if they run at all. */
    private static final List<String> OTHER_SCRIPTS =
            List.of("spring.batch.jdbc", "spring.session.jdbc", "spring.quartz.jdbc", "spring.integration.jdbc");

    /** The key of a context, all of whose definitions are there. */
    static EngineKey of(ConfigurableListableBeanFactory beans, Environment environment, Instant now) {
        Binder binder = Binder.get(environment);
        List<Engine> engines = Engine.enabled(binder).stream()
                .filter(engine -> engine.isPresent(beans, binder))
                .toList();
        if (engines.isEmpty()) {
            return NONE;
        }
        Optional<String> obstacle = beanObstacle(engines, beans).or(() -> propertyObstacle(engines, binder));
        return obstacle.map(reason -> new EngineKey(engines, null, reason)).orElseGet(() -> of(engines, binder, now));
    }

    /** The key that a context will have if nothing in its definitions speaks against it. */
    static EngineKey expected(Environment environment, Instant now) {
        Binder binder = Binder.get(environment);
        List<Engine> engines = Engine.enabled(binder).stream()
                .filter(engine -> engine.hasFiles(binder))
                .toList();
        if (engines.isEmpty()) {
            return NONE;
        }
        return propertyObstacle(engines, binder)
                .map(reason -> new EngineKey(engines, null, reason))
                .orElseGet(() -> of(engines, binder, now));
    }

    private static EngineKey of(List<Engine> engines, Binder binder, Instant now) {
        SourceKey key = new SourceKey();
        try {
            for (Engine engine : engines) {
                key.add(engine.label());
                engine.addFiles(key, binder);
                engine.prefixes().forEach(prefix -> addProperties(key, binder, prefix));
            }
        } catch (IOException ex) {
            return new EngineKey(engines, null, "its files cannot be told: " + ex.getMessage());
        }
        OTHER_SCRIPTS.forEach(prefix -> addProperties(key, binder, prefix));
        VERSIONS.forEach(type -> key.add(jar(type)));
        key.add(TimeZone.getDefault().getID());
        key.add(LocalDate.ofInstant(now, ZoneOffset.UTC).toString());
        return new EngineKey(engines, key.get().orElse(null), null);
    }

    private static void addProperties(SourceKey key, Binder binder, String prefix) {
        Map<String, String> properties =
                binder.bind(prefix, Bindable.mapOf(String.class, String.class)).orElse(Map.of());
        new TreeMap<>(properties).forEach((name, value) -> {
            if (!name.matches(ELSEWHERE)) {
                key.add(prefix + "." + name + "=" + value);
            }
        });
    }

    private static String jar(String type) {
        ClassLoader loader = ClassUtils.getDefaultClassLoader();
        URL source = loader == null ? null : loader.getResource(type);
        return source == null ? "none" : source.toString().replaceFirst(".*/([^/]+)!/.*", "$1");
    }

    private static Optional<String> beanObstacle(List<Engine> engines, ConfigurableListableBeanFactory beans) {
        if (AotDetector.useGeneratedArtifacts()) {
            return Optional.of("the tests were processed ahead of time");
        }
        if (beans.getBeanNamesForType(MigrationConfig.class, true, false).length > 1) {
            return Optional.of("there are several MigrationConfig beans");
        }
        return engines.stream()
                .flatMap(engine -> engine.ownBean(beans).stream())
                .findFirst()
                .or(() -> otherInitializer(beans))
                .map(bean -> "the application defines the bean " + bean);
    }

    /** A bean of the application's own that Spring Boot takes for an initializer of the database. */
    private static Optional<String> otherInitializer(ConfigurableListableBeanFactory beans) {
        return Arrays.stream(beans.getBeanDefinitionNames())
                .filter(name -> beans.getBeanDefinition(name).hasAttribute(DatabaseInitializerDetector.class.getName()))
                .filter(name -> !Engine.isKnown(beans, name))
                .map(name -> "'" + name + "', which initializes the database")
                .findFirst();
    }

    private static Optional<String> propertyObstacle(List<Engine> engines, Binder binder) {
        Stream<String> own = engines.stream().flatMap(engine -> engine.obstacle(binder).stream());
        boolean deferred = binder.bind("spring.jpa.defer-datasource-initialization", Boolean.class)
                .orElse(false);
        boolean full = binder.bind("e2e.migrations.verify", String.class)
                        .orElse("")
                        .startsWith("full")
                && !binder.bind("e2e.migrations.apply", String.class).orElse("").equals("manual");
        return Stream.of(
                        own,
                        deferred
                                ? Stream.of("spring.jpa.defer-datasource-initialization lets Hibernate run before it")
                                : Stream.<String>empty(),
                        full
                                ? Stream.of("e2e.migrations.verify=full compares the database before it runs")
                                : Stream.<String>empty())
                .flatMap(reasons -> reasons)
                .findFirst();
    }
}
