package com.example.gateway;

import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The Gateway's part of {@code audit_events}: events of the types {@code gateway.signal.*}. */
@Repository
public class AuditTrail {

    private final JdbcClient jdbc;

    AuditTrail(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * Records an event. The client sends {@code event_date} itself, the UTC day of the event: PostgreSQL chooses the
     * partition before any trigger could fill it in.
     */
    public void record(String eventType, Signal signal) {
        OffsetDateTime now = OffsetDateTime.now(ZoneOffset.UTC);
        this.jdbc
                .sql("""
                        INSERT INTO audit_events (event_timestamp, event_date, event_type, event_category, event_action,
                            event_outcome, actor_type, actor_id, resource_type, resource_id, correlation_id, severity,
                            event_data)
                        VALUES (:now, :today, :type, 'gateway', :action, 'success', 'service', 'gateway', 'signal',
                            :resource, :fingerprint, :severity, jsonb_build_object('source', :source))""")
                .param("now", now)
                .param("today", now.toLocalDate())
                .param("type", eventType)
                .param("action", eventType.substring(eventType.lastIndexOf('.') + 1))
                .param("resource", signal.resource())
                .param("fingerprint", signal.fingerprint())
                .param("severity", signal.severity())
                .param("source", signal.source())
                .update();
    }

    /** The types of the events of one correlation id, oldest first. */
    public List<String> eventTypes(String correlationId) {
        return this.jdbc
                .sql("SELECT event_type FROM audit_events WHERE correlation_id = :id ORDER BY event_timestamp")
                .param("id", correlationId)
                .query(String.class)
                .list();
    }
}
