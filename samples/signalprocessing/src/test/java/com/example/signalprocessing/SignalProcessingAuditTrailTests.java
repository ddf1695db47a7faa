package com.example.signalprocessing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.example.signalprocessing.AuditTrail.Entry;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.test.json.JsonContent;
import org.springframework.transaction.annotation.Transactional;

/** The audit trail of a categorization, from the signal to each column; each test's rows are rolled back. */
@SpringBootTest
@Transactional
class SignalProcessingAuditTrailTests {

    @Autowired
    private Categorization categorization;

    @Autowired
    private AuditTrail auditTrail;

    @Test
    void aCategorizationLeavesItsBeginningAndItsEnd() {
        this.categorization.categorize(new Signal("fp-1", "critical", "shop-production"));

        List<Entry> trail = this.auditTrail.of("fp-1");
        assertThat(trail)
                .extracting(Entry::eventType)
                .containsExactly(
                        "signalprocessing.categorization.started", "signalprocessing.categorization.completed");
        assertThat(trail).extracting(Entry::eventOutcome).containsExactly("pending", "success");
        assertThat(trail).extracting(Entry::severity).containsOnly("critical");
    }

    @Test
    void theEndSaysWhatWasDecidedAndWhy() {
        this.categorization.categorize(new Signal("fp-2", "critical", "shop-production"));

        Entry end = this.auditTrail.of("fp-2").get(1);
        assertThat(end.durationMs()).isNotNegative();
        assertThat(new JsonContent(end.eventData())).isEqualTo("""
                {"environment": "production", "priority": "P0", "rule": "namespace ends in -production"}""");
    }

    @Test
    void aFailureIsPartOfTheTrail() {
        assertThatExceptionOfType(UnknownEnvironmentException.class)
                .isThrownBy(() -> this.categorization.categorize(new Signal("fp-3", "warning", "scratch")));

        List<Entry> trail = this.auditTrail.of("fp-3");
        assertThat(trail)
                .extracting(Entry::eventType)
                .containsExactly("signalprocessing.categorization.started", "signalprocessing.categorization.failed");
        assertThat(trail).extracting(Entry::errorCode).containsExactly(null, "UNKNOWN_ENVIRONMENT");
    }

    @Test
    void signalsAreFoundByWhatWasDecided() {
        this.categorization.categorize(new Signal("fp-4", "critical", "shop-production"));
        this.categorization.categorize(new Signal("fp-5", "critical", "shop-staging"));

        assertThat(this.auditTrail.withPriority("P2")).containsExactly("fp-5");
    }
}
