package io.e2e.migrations.boot.engine;

import io.e2e.migrations.config.SourceKey;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;

/** Flyway. Its locations are directories, with everything below them. */
final class FlywayEngine extends Engine {

    @Override
    String label() {
        return "Flyway";
    }

    @Override
    boolean isEnabled(Binder binder) {
        return isPresent("org.springframework.boot.flyway.autoconfigure.FlywayMigrationInitializer")
                && isPresent("org.flywaydb.core.Flyway")
                && binder.bind("spring.flyway.enabled", Boolean.class).orElse(true);
    }

    @Override
    List<Class<?>> types() {
        return List.of(Flyway.class);
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
        return Stream.concat(
                        binder
                                .bind("spring.flyway.locations", strings)
                                .orElse(List.of("classpath:db/migration"))
                                .stream(),
                        binder.bind("spring.flyway.callback-locations", strings).orElse(List.of()).stream())
                .toList();
    }

    /** Spring Boot puts the database's name in the place of {@code {vendor}}. */
    private static String asSpringDoes(String location) throws IOException {
        String resolved = location.strip().replace("{vendor}", "postgresql");
        if (resolved.startsWith("filesystem:")) {
            String path = resolved.substring("filesystem:".length());
            return "file:" + Path.of(path).toAbsolutePath();
        }
        return resolved.startsWith("classpath:") ? resolved : "classpath:" + resolved;
    }
}
