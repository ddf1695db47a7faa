package com.example.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.transaction.annotation.Transactional;

/** The Gateway's end-to-end test, on a real PostgreSQL with {@code audit_events}; each test's rows are rolled back. */
@SpringBootTest
@Transactional
class GatewayAuditTests {

    @Autowired
    private SignalIntake intake;

    @Autowired
    private AuditTrail auditTrail;

    @Test
    void aSignalIsRecordedUnderItsFingerprint() {
        boolean isNew = this.intake.accept(new Signal("fp-1", "prometheus", "critical", "shop/Deployment/cart"));

        assertThat(isNew).isTrue();
        assertThat(this.auditTrail.eventTypes("fp-1")).containsExactly("gateway.signal.received");
    }

    @Test
    void aDuplicateIsRecognizedByTheAuditTrail() {
        Signal signal = new Signal("fp-2", "prometheus", "warning", "shop/Pod/cart-0");
        this.intake.accept(signal);

        boolean isNew = this.intake.accept(signal);

        assertThat(isNew).isFalse();
        assertThat(this.auditTrail.eventTypes("fp-2"))
                .containsExactly("gateway.signal.received", "gateway.signal.deduplicated");
    }

    @Test
    void anUnknownFingerprintHasNoEvents() {
        assertThat(this.auditTrail.eventTypes("fp-unknown")).isEmpty();
    }
}
