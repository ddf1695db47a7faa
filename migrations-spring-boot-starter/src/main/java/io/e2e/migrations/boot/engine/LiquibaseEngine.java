package io.e2e.migrations.boot.engine;

import io.e2e.migrations.config.SourceKey;
import java.io.IOException;
import java.util.List;
import liquibase.integration.spring.SpringLiquibase;
import org.springframework.boot.context.properties.bind.Binder;

/** Liquibase. Its change log may include any file of its directory, and others that it names. */
final class LiquibaseEngine extends Engine {

    private static final String DEFAULT = "classpath:/db/changelog/db.changelog-master.yaml";

    @Override
    String label() {
        return "Liquibase";
    }

    @Override
    boolean isEnabled(Binder binder) {
        return isPresent("org.springframework.boot.liquibase.autoconfigure.LiquibaseAutoConfiguration")
                && isPresent("liquibase.integration.spring.SpringLiquibase")
                && binder.bind("spring.liquibase.enabled", Boolean.class).orElse(true);
    }

    @Override
    List<Class<?>> types() {
        return List.of(SpringLiquibase.class);
    }

    @Override
    boolean addFiles(SourceKey key, Binder binder) throws IOException {
        return key.addFile(changeLog(binder));
    }

    private static String changeLog(Binder binder) {
        String named = binder.bind("spring.liquibase.change-log", String.class)
                .orElse(DEFAULT)
                .strip();
        return named.matches("[a-z]{2,}\\*?:.*") ? named : "classpath:" + named;
    }
}
