package com.example.remediationorchestrator;

import static org.assertj.core.api.Assertions.assertThat;

import io.e2e.migrations.MigrationConfig;
import io.e2e.migrations.MigrationService;
import io.e2e.migrations.apply.MigrationReport;
import io.e2e.migrations.boot.test.E2eMigrations;
import io.e2e.migrations.config.MigrationOptions.Timeouts;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What the team asked for beside the table: names and time-outs of its own, and deployments side by side. */
@SpringBootTest(properties = "e2e.migrations.apply=manual")
@E2eMigrations(target = "embedded")
class RemediationOrchestratorMigrationsTests {

    @Autowired
    private MigrationService migrations;

    @Autowired
    private MigrationConfig config;

    @Autowired
    private JdbcConnectionDetails connection;

    @Autowired
    private JdbcClient jdbc;

    @Test
    void theDatabaseHasTheTeamsNamesAndPassword() {
        assertThat(this.jdbc.sql("SELECT current_user").query(String.class).single())
                .isEqualTo("orchestrator");
        assertThat(this.jdbc
                        .sql("SELECT current_database()")
                        .query(String.class)
                        .single())
                .isEqualTo("remediations");
        assertThat(this.connection.getPassword()).isEqualTo("orchestrator-e2e");
    }

    @Test
    void theTimeoutsAreThoseOfTheProperties() {
        assertThat(this.config.options().timeouts())
                .isEqualTo(new Timeouts(
                        Duration.ofSeconds(5), Duration.ofSeconds(30), Duration.ofSeconds(20), Duration.ofMinutes(10)));
    }

    @Test
    void ofTwoDeploymentsAtOnceOneAppliesAndTheOtherWaits() {
        MigrationConfig shared = this.config.withPostgresDb("shared");

        List<CompletableFuture<MigrationReport>> deployments = Stream.generate(
                        () -> CompletableFuture.supplyAsync(() -> this.migrations.applyMigrations(shared)))
                .limit(2)
                .toList();

        int planned = this.migrations.plan(shared).steps().size();
        assertThat(deployments)
                .map(deployment -> deployment.join().applied().size())
                .containsExactlyInAnyOrder(planned, 0);
    }
}
