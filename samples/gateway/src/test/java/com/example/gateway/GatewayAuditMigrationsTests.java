package com.example.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.e2e.migrations.MigrationService;
import io.e2e.migrations.apply.MigrationReport;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;

/** The programmatic way: nothing is applied at startup, the test does it when it wants to. */
@SpringBootTest(properties = "e2e.migrations.apply=manual")
class GatewayAuditMigrationsTests {

    @Autowired
    private MigrationService migrations;

    @Autowired
    private SignalIntake intake;

    @Autowired
    private AuditTrail auditTrail;

    @Test
    @Tag("AC2")
    void theAuditShortcutGivesTheGatewayItsTable() {
        this.migrations.applyAuditMigrations();

        String fingerprint = UUID.randomUUID().toString();
        this.intake.accept(new Signal(fingerprint, "prometheus", "critical", "shop/Deployment/cart"));
        assertThat(this.auditTrail.eventTypes(fingerprint)).containsExactly(SignalIntake.RECEIVED);
    }

    @Test
    void applyingAgainChangesNothing() {
        this.migrations.applyAuditMigrations();

        MigrationReport again = this.migrations.applyAuditMigrations();

        assertThat(again.applied()).isEmpty();
        assertThat(again.created()).isEmpty();
    }
}
