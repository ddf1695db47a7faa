package com.example.remediationorchestrator;

import static com.example.remediationorchestrator.Phase.ANALYZING;
import static com.example.remediationorchestrator.Phase.COMPLETED;
import static com.example.remediationorchestrator.Phase.EXECUTING;
import static com.example.remediationorchestrator.Phase.STARTED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.annotation.Transactional;

/** The orchestrator's end-to-end test; each test's rows are rolled back. */
@SpringBootTest
@Transactional
class RemediationOrchestratorAuditTests {

    private static final DateTimeFormatter PARTITION = DateTimeFormatter.ofPattern("'audit_events_'yyyy_MM");

    @Autowired
    private Orchestrator orchestrator;

    @Autowired
    private AuditTrail auditTrail;

    @Autowired
    private JdbcClient jdbc;

    @Test
    void aRemediationIsRecordedPhaseByPhase() {
        Instant start = Instant.now();

        this.orchestrator.enter("r-1", STARTED, start);
        this.orchestrator.enter("r-1", ANALYZING, start.plusSeconds(1));
        this.orchestrator.enter("r-1", EXECUTING, start.plusSeconds(20));
        this.orchestrator.enter("r-1", COMPLETED, start.plusSeconds(50));

        assertThat(this.auditTrail.phases("r-1")).containsExactly(STARTED, ANALYZING, EXECUTING, COMPLETED);
    }

    @Test
    void aRemediationAcrossAMonthsEndHasItsEventsInTwoPartitions() {
        YearMonth month = YearMonth.now(ZoneOffset.UTC);
        Instant midnight = month.atDay(1).atStartOfDay(ZoneOffset.UTC).toInstant();

        this.orchestrator.enter("r-2", STARTED, midnight.minusSeconds(10));
        this.orchestrator.enter("r-2", ANALYZING, midnight.plusSeconds(10));

        assertThat(this.auditTrail.phases("r-2")).containsExactly(STARTED, ANALYZING);
        assertThat(this.jdbc
                        .sql("SELECT tableoid::regclass FROM audit_events WHERE correlation_id = 'r-2' ORDER BY 1")
                        .query(String.class)
                        .list())
                .containsExactly(month.minusMonths(1).format(PARTITION), month.format(PARTITION));
    }

    @Test
    void aPhaseThatCannotFollowIsRefused() {
        this.orchestrator.enter("r-3", STARTED, Instant.now());

        assertThatIllegalStateException()
                .isThrownBy(() -> this.orchestrator.enter("r-3", COMPLETED, Instant.now()))
                .withMessage("Remediation r-3 cannot be COMPLETED after [STARTED]");
    }
}
