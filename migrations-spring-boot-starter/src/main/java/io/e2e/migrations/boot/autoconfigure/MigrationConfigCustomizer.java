package io.e2e.migrations.boot.autoconfigure;

import io.e2e.migrations.MigrationConfig;

/**
 * Changes the configuration that the properties describe, where properties are not enough. Beans of this type are applied
 * in order, each to what the one before it returned; a {@link MigrationConfig} bean of the user's own is never changed.
 *
 * <pre>{@code
 * @Bean
 * MigrationConfigCustomizer databaseOfThisBuild(@Value("${build.number}") String build) {
 *     return config -> config.withPostgresDb("e2e_" + build);
 * }
 * }</pre>
 */
@FunctionalInterface
public interface MigrationConfigCustomizer {

    /**
     * Changes the configuration.
     *
     * @param config what the properties, and customizers before this one, say
     * @return what shall be used; a changed copy, or the same
     */
    MigrationConfig customize(MigrationConfig config);
}
