package com.example.datastorage;

import java.util.Optional;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * The events of one correlation id form a chain: each carries the hash of the one before it. So an event that was
 * changed, or removed from the middle, shows.
 */
@Repository
class HashChain {

    /**
     * The hash of a row, from its content and the hash before it. PostgreSQL computes it, so that it covers exactly
     * what is stored: rounded times, and JSON in the one form that jsonb has for it. The columns are listed, so that
     * one added later leaves the hashes of older events alone.
     */
    static final String HASH = """
            encode(sha256(convert_to(coalesce(previous_event_hash, '') || jsonb_build_array(event_id,
                event_timestamp AT TIME ZONE 'UTC', event_type, event_category, event_action, event_outcome, actor_type,
                actor_id, resource_type, resource_id, correlation_id, namespace, severity, duration_ms,
                event_data)::text, 'UTF8')), 'hex')""";

    private final JdbcClient jdbc;

    HashChain(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * Waits until nobody else appends to these chains; they stay ours until the transaction ends. In alphabetical
     * order, so that two batches cannot wait for each other.
     */
    void lock(Stream<String> correlationIds) {
        correlationIds
                .distinct()
                .sorted()
                .forEach(id -> this.jdbc
                        .sql("SELECT pg_advisory_xact_lock(audit_event_lock_id(:id))")
                        .param("id", id)
                        .query(row -> {}));
    }

    /** The hash of the event that no other follows. Its time does not tell: events may arrive late. */
    Optional<String> last(String correlationId) {
        return this.jdbc.sql("""
                        SELECT event_hash
                        FROM audit_events AS last
                        WHERE correlation_id = :id AND event_hash IS NOT NULL AND NOT EXISTS (
                            SELECT
                            FROM audit_events AS next
                            WHERE next.correlation_id = last.correlation_id
                                AND next.previous_event_hash = last.event_hash
                        )""").param("id", correlationId).query(String.class).optional();
    }

    /**
     * Whether the chain of a correlation id is what was written: every hash is right, every event but the first follows
     * another, and no two follow the same.
     */
    Inspection inspect(String correlationId) {
        return this.jdbc
                .sql("""
                        WITH RECURSIVE event AS (
                            SELECT event_hash, previous_event_hash, event_hash = %s AS genuine
                            FROM audit_events
                            WHERE correlation_id = :id AND event_hash IS NOT NULL
                        ), linked AS (
                            SELECT event_hash FROM event WHERE previous_event_hash IS NULL
                            UNION
                            SELECT event.event_hash
                            FROM event
                            JOIN linked ON event.previous_event_hash = linked.event_hash
                        )
                        SELECT count(*) AS events,
                            coalesce(bool_and(genuine), true)
                                AND count(*) = (SELECT count(*) FROM linked)
                                AND count(*) = count(DISTINCT coalesce(previous_event_hash, '')) AS intact
                        FROM event""".formatted(HASH))
                .param("id", correlationId)
                .query(Inspection.class)
                .single();
    }

    /**
     * What an inspection found.
     *
     * @param events how many events the chain has
     * @param intact whether it is unbroken
     */
    record Inspection(long events, boolean intact) {}
}
