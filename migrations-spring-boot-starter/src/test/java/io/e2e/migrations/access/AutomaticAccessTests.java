package io.e2e.migrations.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.e2e.migrations.MigrationConfig;
import io.e2e.migrations.MigrationService;
import io.e2e.migrations.config.MigrationException;
import io.e2e.migrations.testing.Sql;
import java.nio.file.Path;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AutomaticAccessTests {

    @Test
    void setUpCodeHasItsTablesInThreeLines() throws SQLException {
        MigrationConfig config = MigrationConfig.defaults().withTables("notification_audit");
        try (MigrationService migrations = AutomaticAccess.migrations(config)) {
            migrations.applyMigrations();

            assertThat(Sql.value(migrations.database(), "SELECT count(*) FROM notification_audit"))
                    .isEqualTo("0");
        }
    }

    @Test
    void aNamespaceLeadsToKubernetes(@TempDir Path directory) {
        MigrationConfig config = MigrationConfig.defaults()
                .withNamespace("e2e")
                .withKubeconfigPath(directory.resolve("no-such-kubeconfig"));
        try (MigrationService migrations = AutomaticAccess.migrations(config)) {
            assertThatThrownBy(migrations::applyMigrations)
                    .isInstanceOf(MigrationException.class)
                    .hasMessageContaining("no-such-kubeconfig");
        }
    }
}
