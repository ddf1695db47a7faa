package com.example.remediationorchestrator;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The orchestrator's part of {@code audit_events}: events of the types {@code orchestrator.remediation.*}. */
@Repository
public class AuditTrail {

    private final JdbcClient jdbc;

    AuditTrail(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * Records an event. The client sends {@code event_date} itself: PostgreSQL chooses the partition before any trigger
     * could fill it in. It is the day in UTC, wherever the service runs; around midnight, and so at a month's end, the
     * local day would be another.
     */
    public void record(String remediationId, Phase phase, Instant when) {
        OffsetDateTime timestamp = when.atOffset(ZoneOffset.UTC);
        this.jdbc
                .sql("""
                        INSERT INTO audit_events (event_timestamp, event_date, event_type, event_category, event_action,
                            event_outcome, actor_type, actor_id, resource_type, resource_id, correlation_id, event_data)
                        VALUES (:timestamp, :date, :type, 'remediation', :action, :outcome, 'service', 'orchestrator',
                            'remediation', :remediation, :remediation, '{}')""")
                .param("timestamp", timestamp)
                .param("date", timestamp.toLocalDate())
                .param("type", phase.eventType())
                .param("action", phase.action())
                .param("outcome", phase == Phase.FAILED ? "failure" : "success")
                .param("remediation", remediationId)
                .update();
    }

    /** The phases that a remediation has gone through, the first one first. */
    public List<Phase> phases(String remediationId) {
        return this.jdbc
                .sql("SELECT event_type FROM audit_events WHERE correlation_id = :id ORDER BY event_timestamp")
                .param("id", remediationId)
                .query(String.class)
                .stream()
                .map(Phase::ofEventType)
                .toList();
    }
}
