package com.example.signalprocessing;

import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;
import org.springframework.stereotype.Repository;

/** SignalProcessing's part of {@code audit_events}: events of the types {@code signalprocessing.categorization.*}. */
@Repository
public class AuditTrail {

    private final JdbcClient jdbc;

    AuditTrail(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    void started(Signal signal) {
        insert("started", "pending", signal).update();
    }

    void completed(Signal signal, Category category, Duration duration) {
        insert("completed", "success", signal)
                .param("environment", category.environment())
                .param("priority", category.priority())
                .param("rule", category.rule())
                .param("duration", duration.toMillis())
                .update();
    }

    void failed(Signal signal, UnknownEnvironmentException ex) {
        insert("failed", "failure", signal)
                .param("errorCode", "UNKNOWN_ENVIRONMENT")
                .param("error", ex.getMessage())
                .update();
    }

    /**
     * An event with what all have in common; the rest is null until it is set. The client sends {@code event_date}
     * itself, the UTC day of the event: PostgreSQL chooses the partition before any trigger could fill it in.
     */
    private StatementSpec insert(String action, String outcome, Signal signal) {
        OffsetDateTime now = OffsetDateTime.now(ZoneOffset.UTC);
        return this.jdbc
                .sql("""
                        INSERT INTO audit_events (event_timestamp, event_date, event_type, event_category, event_action,
                            event_outcome, actor_type, actor_id, resource_type, resource_id, correlation_id, namespace,
                            severity, duration_ms, error_code, error_message, event_data)
                        VALUES (:now, :today, :type, 'signal', :action, :outcome, 'service', 'signalprocessing',
                            'signal', :fingerprint, :fingerprint, :namespace, :severity, CAST(:duration AS integer),
                            :errorCode, :error, jsonb_strip_nulls(jsonb_build_object('environment',
                                CAST(:environment AS text), 'priority', CAST(:priority AS text), 'rule',
                                CAST(:rule AS text))))""")
                .param("now", now)
                .param("today", now.toLocalDate())
                .param("type", "signalprocessing.categorization." + action)
                .param("action", action)
                .param("outcome", outcome)
                .param("fingerprint", signal.fingerprint())
                .param("namespace", signal.namespace())
                .param("severity", signal.severity())
                .param("duration", null)
                .param("errorCode", null)
                .param("error", null)
                .param("environment", null)
                .param("priority", null)
                .param("rule", null);
    }

    /** The events of one correlation id, oldest first. */
    public List<Entry> of(String correlationId) {
        return this.jdbc.sql("""
                        SELECT event_type, event_outcome, severity, duration_ms, error_code, event_data
                        FROM audit_events
                        WHERE correlation_id = :id
                        ORDER BY event_timestamp""").param("id", correlationId).query(Entry.class).list();
    }

    /** The signals that were given a priority, newest first. */
    public List<String> withPriority(String priority) {
        return this.jdbc
                .sql("""
                        SELECT correlation_id
                        FROM audit_events
                        WHERE event_type = 'signalprocessing.categorization.completed'
                            AND event_data @> jsonb_build_object('priority', :priority)
                        ORDER BY event_timestamp DESC""")
                .param("priority", priority)
                .query(String.class)
                .list();
    }

    /** What the trail says of an event; {@code eventData} is JSON. */
    public record Entry(
            String eventType,
            String eventOutcome,
            String severity,
            Integer durationMs,
            String errorCode,
            String eventData) {}
}
