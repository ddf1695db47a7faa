package com.example.aianalysis;

import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.databind.json.JsonMapper;

/** AIAnalysis's part of {@code audit_events}: events of the types {@code aianalysis.analysis.*}. */
@Repository
public class AuditTrail {

    private final JdbcClient jdbc;
    private final JsonMapper json;

    AuditTrail(JdbcClient jdbc, JsonMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    /**
     * Records an event. The client sends {@code event_date} itself, the UTC day of the event: PostgreSQL chooses the
     * partition before any trigger could fill it in.
     */
    public void record(String action, String outcome, Incident incident, Map<String, ?> data) {
        OffsetDateTime now = OffsetDateTime.now(ZoneOffset.UTC);
        this.jdbc
                .sql("""
                        INSERT INTO audit_events (event_timestamp, event_date, event_type, event_category, event_action,
                            event_outcome, actor_type, actor_id, resource_type, resource_id, correlation_id, event_data)
                        VALUES (:now, :today, :type, 'analysis', :action, :outcome, 'service', 'aianalysis', 'incident',
                            :incident, :incident, CAST(:data AS jsonb))""")
                .param("now", now)
                .param("today", now.toLocalDate())
                .param("type", "aianalysis.analysis." + action)
                .param("action", action)
                .param("outcome", outcome)
                .param("incident", incident.id())
                .param("data", this.json.writeValueAsString(data))
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
