package com.example.notification;

import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/**
 * Keeps what became of each notification, twice: its present state in {@code notification_audit}, one row per
 * notification, and its history in {@code audit_events}, as events of the types
 * {@code notification.sent.*}, one type per channel.
 */
@Repository
public class NotificationRecords {

    private final JdbcClient jdbc;

    NotificationRecords(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Records a state; both tables get it or neither does. */
    @Transactional
    public void record(Notification notification, Status status) {
        OffsetDateTime now = OffsetDateTime.now(ZoneOffset.UTC);
        keepState(notification, status, now);
        appendEvent(notification, status, now);
    }

    private void keepState(Notification notification, Status status, OffsetDateTime now) {
        this.jdbc
                .sql("""
                        INSERT INTO notification_audit (notification_id, remediation_id, recipient, channel,
                            message_summary, status, sent_at)
                        VALUES (:id, :remediation, :recipient, :channel, :summary, :status, :now)
                        ON CONFLICT (notification_id) DO UPDATE
                        SET status = excluded.status, updated_at = excluded.sent_at""")
                .param("id", notification.id())
                .param("remediation", notification.remediationId())
                .param("recipient", notification.recipient())
                .param("channel", notification.channel().column())
                .param("summary", notification.summary())
                .param("status", status.column())
                .param("now", now)
                .update();
    }

    /**
     * The client sends {@code event_date} itself, the UTC day of the event: PostgreSQL chooses the partition before any
     * trigger could fill it in.
     */
    private void appendEvent(Notification notification, Status status, OffsetDateTime now) {
        this.jdbc
                .sql("""
                        INSERT INTO audit_events (event_timestamp, event_date, event_type, event_category, event_action,
                            event_outcome, actor_type, actor_id, resource_type, resource_id, correlation_id, event_data)
                        VALUES (:now, :today, :type, 'notification', :status, :outcome, 'service', 'notification',
                            'notification', :id, :remediation, jsonb_build_object('channel', :channel))""")
                .param("now", now)
                .param("today", now.toLocalDate())
                .param("type", "notification.sent." + notification.channel().column())
                .param("status", status.column())
                .param("outcome", status == Status.FAILED ? "failure" : "success")
                .param("id", notification.id())
                .param("remediation", notification.remediationId())
                .param("channel", notification.channel().column())
                .update();
    }

    /** The present states of the notifications about a remediation, in the order in which they were first sent. */
    public List<Status> states(String remediationId) {
        return this.jdbc
                .sql("SELECT upper(status) FROM notification_audit WHERE remediation_id = :id ORDER BY id")
                .param("id", remediationId)
                .query(Status.class)
                .list();
    }

    /** The events about a remediation, oldest first. */
    public List<Event> history(String remediationId) {
        return this.jdbc.sql("""
                        SELECT event_type, event_action
                        FROM audit_events
                        WHERE correlation_id = :id
                        ORDER BY event_timestamp""").param("id", remediationId).query(Event.class).list();
    }

    /** An event: over which channel something happened, and what. */
    public record Event(String eventType, String eventAction) {}
}
