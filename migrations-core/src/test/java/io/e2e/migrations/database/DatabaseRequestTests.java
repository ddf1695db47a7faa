package io.e2e.migrations.database;

import static org.assertj.core.api.Assertions.assertThat;

import io.e2e.migrations.MigrationConfig;
import io.e2e.migrations.config.Secret;
import org.junit.jupiter.api.Test;

class DatabaseRequestTests {

    @Test
    void passwordWhenEmptyIsTargetsOwn() {
        MigrationConfig config = MigrationConfig.defaults().withPostgresPassword(new Secret(""));

        assertThat(config.databaseRequest().password()).isNull();
    }
}
