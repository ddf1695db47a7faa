package com.example.datastorage;

import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/** Writes, finds and deletes the rows of {@code audit_events}. */
@Repository
class AuditEventStore {

    /** SQLSTATE of a row that fits no partition; audit_events has no CHECK that would give the same. */
    private static final String NO_PARTITION = "23514";

    /** SQLSTATE that the guard of 024 raises. A parent event would give the same, but this service writes none. */
    private static final String STILL_NEEDED = "23503";

    private final JdbcClient jdbc;
    private final HashChain chain;

    AuditEventStore(JdbcClient jdbc, HashChain chain) {
        this.jdbc = jdbc;
        this.chain = chain;
    }

    /** Appends all of the events or none, each to the chain of its correlation id. */
    @Transactional
    List<Receipt> append(List<NewAuditEvent> events) {
        this.chain.lock(events.stream().map(NewAuditEvent::correlationId));
        return events.stream().map(this::append).toList();
    }

    private Receipt append(NewAuditEvent event) {
        String previous = this.chain.last(event.correlationId()).orElse(null);
        try {
            return new Receipt(event.eventId(), insert(event, previous));
        } catch (DuplicateKeyException ex) {
            throw Problems.alreadyStored(event, ex);
        } catch (DataIntegrityViolationException ex) {
            throw NO_PARTITION.equals(sqlState(ex)) ? Problems.noPartition(event, ex) : ex;
        }
    }

    private String insert(NewAuditEvent event, @Nullable String previousHash) {
        return this.jdbc
                .sql("""
                        INSERT INTO audit_events (event_id, event_timestamp, event_date, event_type, event_category,
                            event_action, event_outcome, actor_type, actor_id, resource_type, resource_id,
                            correlation_id, namespace, severity, duration_ms, event_data, previous_event_hash,
                            event_hash)
                        SELECT *, %s
                        FROM (SELECT :id AS event_id, :timestamp AS event_timestamp, :date AS event_date,
                            :type AS event_type, :category AS event_category, :action AS event_action,
                            :outcome AS event_outcome, :actorType AS actor_type, :actorId AS actor_id,
                            :resourceType AS resource_type, :resourceId AS resource_id,
                            :correlationId AS correlation_id, :namespace AS namespace, :severity AS severity,
                            CAST(:durationMs AS integer) AS duration_ms, CAST(:data AS jsonb) AS event_data,
                            :previousHash AS previous_event_hash) AS event
                        RETURNING event_hash""".formatted(HashChain.HASH))
                .param("id", event.eventId())
                .param("timestamp", event.eventTimestamp())
                .param("date", event.eventDate())
                .param("type", event.eventType())
                .param("category", event.eventCategory())
                .param("action", event.eventAction())
                .param("outcome", event.eventOutcome())
                .param("actorType", event.actorType())
                .param("actorId", event.actorId())
                .param("resourceType", event.resourceType())
                .param("resourceId", event.resourceId())
                .param("correlationId", event.correlationId())
                .param("namespace", event.namespace())
                .param("severity", event.severity())
                .param("durationMs", event.durationMs())
                .param("data", event.eventData().toString())
                .param("previousHash", previousHash)
                .query(String.class)
                .single();
    }

    @Transactional(readOnly = true)
    EventPage find(EventFilter filter) {
        long total = this.jdbc
                .sql("SELECT count(*) FROM audit_events " + filter.where())
                .paramSource(filter)
                .query(Long.class)
                .single();
        List<AuditEvent> events = this.jdbc
                .sql("SELECT * FROM audit_events " + filter.where()
                        + " ORDER BY event_timestamp DESC, event_id LIMIT :limit OFFSET :offset")
                .paramSource(filter)
                .query(AuditEvent.class)
                .list();
        return new EventPage(total, filter.limit(), filter.offset(), events);
    }

    /** Deletes an event, unless it is on legal hold: the table itself refuses that to everyone. */
    void delete(UUID eventId) {
        try {
            int deleted = this.jdbc
                    .sql("DELETE FROM audit_events WHERE event_id = :id")
                    .param("id", eventId)
                    .update();
            if (deleted == 0) {
                throw Problems.noSuchEvent(eventId);
            }
        } catch (DataIntegrityViolationException ex) {
            throw STILL_NEEDED.equals(sqlState(ex)) ? Problems.onLegalHold(eventId, ex) : ex;
        }
    }

    private static String sqlState(DataIntegrityViolationException ex) {
        return ex.getMostSpecificCause() instanceof SQLException sql ? sql.getSQLState() : "";
    }
}
