package io.e2e.migrations.boot.engine;

import io.e2e.migrations.config.SourceKey;
import java.io.IOException;
import java.lang.annotation.Annotation;
import java.util.List;
import java.util.Optional;
import liquibase.integration.spring.Customizer;
import liquibase.integration.spring.SpringLiquibase;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.liquibase.autoconfigure.LiquibaseDataSource;

/** Liquibase. Its change log may include any file of its directory, and others that it names. */
final class LiquibaseEngine extends Engine {

    private static final String DEFAULT = "classpath:/db/changelog/db.changelog-master.yaml";

    @Override
    String label() {
        return "Liquibase";
    }

    @Override
    boolean isEnabled(Binder binder) {
        return areThere(
                        "org.springframework.boot.liquibase.autoconfigure.LiquibaseAutoConfiguration",
                        "liquibase.integration.spring.SpringLiquibase")
                && binder.bind("spring.liquibase.enabled", Boolean.class).orElse(true);
    }

    @Override
    Class<?> runner() {
        return SpringLiquibase.class;
    }

    @Override
    List<Class<?>> extensionPoints() {
        return List.of(Customizer.class);
    }

    @Override
    Optional<Class<? extends Annotation>> ownDataSource() {
        return Optional.of(LiquibaseDataSource.class);
    }

    @Override
    List<String> prefixes() {
        return List.of("spring.liquibase", "liquibase");
    }

    @Override
    Optional<String> obstacle(Binder binder) {
        return binder.bind("spring.liquibase.drop-first", Boolean.class).orElse(false)
                ? Optional.of("spring.liquibase.drop-first removes what is there")
                : Optional.empty();
    }

    @Override
    boolean addFiles(SourceKey key, Binder binder) throws IOException {
        return new ChangeLogs(key).add(changeLog(binder));
    }

    private static String changeLog(Binder binder) {
        String named = binder.bind("spring.liquibase.change-log", String.class)
                .orElse(DEFAULT)
                .strip();
        return named.matches("[a-z]{2,}\\*?:.*") ? named : "classpath:" + named;
    }
}
