package com.example.aianalysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.e2e.migrations.MigrationConfig;
import io.e2e.migrations.MigrationService;
import io.e2e.migrations.apply.MigrationReport;
import io.e2e.migrations.boot.test.E2eMigrations;
import io.e2e.migrations.verify.VerificationFailedException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.annotation.DirtiesContext;

/**
 * What the team can rely on: the three tables of its request, a verification that names what is missing, and a report
 * of what was created. Always embedded, since it breaks a database and wants an empty one.
 */
@SpringBootTest(properties = "e2e.migrations.apply=manual")
@E2eMigrations(target = "embedded")
@ExtendWith(OutputCaptureExtension.class)
class AiAnalysisMigrationsTests {

    @Autowired
    private MigrationService migrations;

    @Autowired
    private MigrationConfig config;

    @Autowired
    private JdbcClient jdbc;

    @Test
    @Tag("AC3")
    void theThreeTablesExistAndCanBeQueried() {
        this.migrations.applyMigrations();

        assertThat(rows("audit_events")).isZero();
        assertThat(rows("workflows")).isZero();
        assertThat(rows("workflow_versions")).isZero();
    }

    @Test
    @Tag("AC4")
    @DirtiesContext
    void verificationPassesUntilSomethingIsMissing() {
        this.migrations.applyMigrations();
        assertThat(this.migrations.verifyMigrations().isClean()).isTrue();

        this.jdbc.sql("DROP VIEW workflows").update();

        assertThatExceptionOfType(VerificationFailedException.class)
                .isThrownBy(() -> this.migrations.verifyMigrations())
                .withMessageContaining("view workflows is missing")
                .withMessageNotContaining("workflow_versions is missing");
    }

    @Test
    @Tag("AC4")
    void verificationOfAnEmptyDatabaseNamesEachMissingTable() {
        MigrationConfig empty = this.config.withPostgresDb("empty");

        assertThatExceptionOfType(VerificationFailedException.class)
                .isThrownBy(() -> this.migrations.verifyMigrations(empty))
                .withMessageContainingAll(
                        "table audit_events is missing",
                        "view workflows is missing",
                        "view workflow_versions is missing");
    }

    /** The log has the whole report of a plan once per JVM; the report that is returned is always whole. */
    @Test
    void theReportSaysWhichTablesWereCreated(CapturedOutput output) {
        MigrationReport report = this.migrations.applyMigrations(this.config.withPostgresDb("fresh"));

        assertThat(report.created()).extracting(object -> object.name()).contains("audit_events", "workflows");
        assertThat(report.toString())
                .contains("created: 3 tables (audit_events, remediation_workflow_catalog, audit_retention_policies)")
                .contains("2 views (workflows, workflow_versions)");
        assertThat(output).contains("Migrations on embedded PostgreSQL");
    }

    @Test
    void applyingManyTimesIsSafe() {
        this.migrations.applyMigrations();

        assertThat(this.migrations.applyMigrations().applied()).isEmpty();
        assertThat(this.migrations.applyMigrations().applied()).isEmpty();
    }

    private long rows(String table) {
        return this.jdbc.sql("SELECT count(*) FROM " + table).query(Long.class).single();
    }
}
