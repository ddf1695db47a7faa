package io.e2e.migrations.boot.engine;

import io.e2e.migrations.config.SourceKey;
import java.io.IOException;
import java.lang.annotation.Annotation;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.callback.Callback;
import org.flywaydb.core.api.migration.JavaMigration;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.flyway.autoconfigure.FlywayConfigurationCustomizer;
import org.springframework.boot.flyway.autoconfigure.FlywayDataSource;
import org.springframework.boot.flyway.autoconfigure.FlywayMigrationInitializer;
import org.springframework.boot.flyway.autoconfigure.FlywayMigrationStrategy;

/** Flyway. Its locations are directories, with everything below them. */
final class FlywayEngine extends Engine {

    private static final String PREFIX = "spring.flyway.";

    @Override
    String label() {
        return "Flyway";
    }

    @Override
    boolean isEnabled(Binder binder) {
        return areThere(
                        "org.springframework.boot.flyway.autoconfigure.FlywayMigrationInitializer",
                        "org.flywaydb.core.Flyway")
                && binder.bind(PREFIX + "enabled", Boolean.class).orElse(true);
    }

    @Override
    Class<?> runner() {
        return FlywayMigrationInitializer.class;
    }

    @Override
    List<Class<?>> parts() {
        return List.of(Flyway.class, runner());
    }

    @Override
    List<Class<?>> extensionPoints() {
        return List.of(
                Flyway.class,
                FlywayMigrationStrategy.class,
                FlywayConfigurationCustomizer.class,
                JavaMigration.class,
                Callback.class);
    }

    @Override
    Optional<Class<? extends Annotation>> ownDataSource() {
        return Optional.of(FlywayDataSource.class);
    }

    @Override
    List<String> prefixes() {
        return List.of("spring.flyway");
    }

    @Override
    Optional<String> obstacle(Binder binder) {
        return binder.bind(PREFIX + "clean-on-validation-error", Boolean.class).orElse(false)
                ? Optional.of(PREFIX + "clean-on-validation-error removes what is there")
                : Optional.empty();
    }

    @Override
    boolean addFiles(SourceKey key, Binder binder) throws IOException {
        boolean found = false;
        for (String location : locations(binder)) {
            found |= key.addTree(asSpringDoes(location));
        }
        return found;
    }

    private static List<String> locations(Binder binder) {
        Bindable<List<String>> strings = Bindable.listOf(String.class);
        return Stream.of(
                        binder.bind(PREFIX + "locations", strings).orElse(List.of("classpath:db/migration")),
                        binder.bind(PREFIX + "callback-locations", strings).orElse(List.of()))
                .flatMap(List::stream)
                .toList();
    }

    /** Spring Boot puts the database's name in the place of {@code {vendor}}. */
    private static String asSpringDoes(String location) throws IOException {
        String resolved = location.strip().replace("{vendor}", "postgresql");
        if (resolved.startsWith("filesystem:")) {
            return "file:"
                    + Path.of(resolved.substring("filesystem:".length()))
                            .toAbsolutePath()
                            .normalize();
        }
        if (resolved.matches("(?!classpath)\\w+:.*")) {
            throw new IOException(
                    PREFIX + "locations has " + resolved + ", which is neither classpath: nor filesystem:");
        }
        return "classpath:" + resolved.replaceFirst("^classpath:", "");
    }
}
