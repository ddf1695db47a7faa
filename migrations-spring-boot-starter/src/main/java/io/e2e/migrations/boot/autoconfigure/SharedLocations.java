package io.e2e.migrations.boot.autoconfigure;

import io.e2e.migrations.MigrationConfig;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.ApplicationContext;
import org.springframework.util.ClassUtils;

/** Finds a directory of migrations that another tool on the class path is to run as well. Looks at properties only. */
final class SharedLocations {

    private static final String CHANGE_LOG = "spring.liquibase.change-log";
    private static final String LOCATIONS = "spring.flyway.locations";

    private final Binder binder;
    private final @Nullable ClassLoader classLoader;

    private SharedLocations(Binder binder, @Nullable ClassLoader classLoader) {
        this.binder = binder;
        this.classLoader = classLoader;
    }

    static SharedLocations of(ApplicationContext context) {
        return new SharedLocations(Binder.get(context.getEnvironment()), context.getClassLoader());
    }

    /**
     * Refuses to begin.
     *
     * @throws SharedLocationException if Flyway or Liquibase reads a directory of these configurations
     */
    void refuse(List<MigrationConfig> configs) {
        for (String location : flyway()) {
            if (contains(configs, directory(location))) {
                throw new SharedLocationException("Flyway", "spring.flyway", LOCATIONS, location);
            }
        }
        for (String file : liquibase()) {
            if (contains(configs, parent(directory(file)))) {
                throw new SharedLocationException("Liquibase", "spring.liquibase", CHANGE_LOG, file);
            }
        }
    }

    private static boolean contains(List<MigrationConfig> configs, String directory) {
        return configs.stream()
                .flatMap(config -> config.options().locations().stream())
                .map(SharedLocations::directory)
                .anyMatch(location ->
                        (location + "/").startsWith(directory + "/") || (directory + "/").startsWith(location + "/"));
    }

    private List<String> flyway() {
        return isActive("org.flywaydb.core.Flyway", "spring.flyway.enabled")
                ? this.binder.bind(LOCATIONS, Bindable.listOf(String.class)).orElse(List.of("classpath:db/migration"))
                : List.of();
    }

    private List<String> liquibase() {
        return isActive("liquibase.Liquibase", "spring.liquibase.enabled")
                ? List.of(this.binder
                        .bind(CHANGE_LOG, String.class)
                        .orElse("classpath:/db/changelog/db.changelog-master.yaml"))
                : List.of();
    }

    private boolean isActive(String type, String enabled) {
        return ClassUtils.isPresent(type, this.classLoader)
                && this.binder.bind(enabled, Boolean.class).orElse(true);
    }

    /** Flyway, Liquibase and Spring write one place in several ways. */
    private static String directory(String location) {
        String place =
                location.strip().replaceFirst("^classpath\\*?:", "").replaceFirst("^(filesystem|file):(//)?", "file:");
        return (place.startsWith("file:") ? place : place.replaceFirst("^/+", "")).replaceFirst("/+$", "");
    }

    private static String parent(String file) {
        return file.substring(0, Math.max(0, file.lastIndexOf('/')));
    }
}
