package io.e2e.migrations.boot.engine;

import io.e2e.migrations.config.SourceKey;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.sql.autoconfigure.init.ApplicationScriptDatabaseInitializer;
import org.springframework.boot.sql.init.DatabaseInitializationMode;

/** Spring Boot's scripts, which {@code spring.sql.init} names; on PostgreSQL they run only if its mode is {@code always}. */
final class ScriptsEngine extends Engine {

    private static final String PREFIX = "spring.sql.init.";

    @Override
    String label() {
        return "spring.sql.init";
    }

    @Override
    boolean isEnabled(Binder binder) {
        return isPresent("org.springframework.boot.sql.autoconfigure.init.ApplicationScriptDatabaseInitializer")
                && binder.bind(PREFIX + "mode", DatabaseInitializationMode.class)
                                .orElse(DatabaseInitializationMode.EMBEDDED)
                        == DatabaseInitializationMode.ALWAYS;
    }

    @Override
    List<Class<?>> types() {
        return List.of(ApplicationScriptDatabaseInitializer.class);
    }

    @Override
    boolean addFiles(SourceKey key, Binder binder) throws IOException {
        boolean found = false;
        for (String location : locations(binder)) {
            found |= key.addFile(location);
        }
        return found;
    }

    /** As Spring Boot finds them (Spring Boot reference, "Initialize a Database Using Basic SQL Scripts"). */
    private static List<String> locations(Binder binder) {
        String platform = binder.bind(PREFIX + "platform", String.class).orElse("all");
        List<String> locations = new ArrayList<>();
        for (String kind : List.of("schema", "data")) {
            binder
                    .bind(PREFIX + kind + "-locations", Bindable.listOf(String.class))
                    .orElse(List.of("classpath*:" + kind + "-" + platform + ".sql", "classpath*:" + kind + ".sql"))
                    .stream()
                    .map(location ->
                            location.strip().replaceFirst("^optional:", "").replace("@@platform@@", "postgresql"))
                    .map(location -> location.matches("[a-z]{2,}\\*?:.*") ? location : "classpath:" + location)
                    .forEach(locations::add);
        }
        return locations;
    }
}
