package com.example.notification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.example.notification.NotificationRecords.Event;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.annotation.Transactional;

/** Notification's end-to-end test, on both tables that it writes; each test's rows are rolled back. */
@SpringBootTest
@Transactional
class NotificationAuditTests {

    @Autowired
    private NotificationRecords records;

    @Autowired
    private JdbcClient jdbc;

    @Test
    void aNotificationIsRecordedInBothTables() {
        this.records.record(notification("n-1", Channel.SLACK), Status.SENT);

        assertThat(this.records.states("r-1")).containsExactly(Status.SENT);
        assertThat(this.records.history("r-1")).containsExactly(new Event("notification.sent.slack", "sent"));
    }

    @Test
    void aRetryChangesTheStateAndAddsToTheHistory() {
        this.records.record(notification("n-1", Channel.EMAIL), Status.FAILED);
        this.records.record(notification("n-1", Channel.EMAIL), Status.SENT);
        this.records.record(notification("n-1", Channel.EMAIL), Status.ACKNOWLEDGED);

        assertThat(this.records.states("r-1")).containsExactly(Status.ACKNOWLEDGED);
        assertThat(this.records.history("r-1"))
                .extracting(Event::eventAction)
                .containsExactly("failed", "sent", "acknowledged");
    }

    @ParameterizedTest
    @EnumSource
    void theTableAcceptsEachChannel(Channel channel) {
        this.records.record(notification("n-1", channel), Status.SENT);

        assertThat(this.records.states("r-1")).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource
    void theTableAcceptsEachStatus(Status status) {
        this.records.record(notification("n-1", Channel.SMS), status);

        assertThat(this.records.states("r-1")).containsExactly(status);
    }

    @Test
    void theTableRefusesAChannelThatItDoesNotKnow() {
        this.records.record(notification("n-1", Channel.SMS), Status.SENT);

        assertThatExceptionOfType(DataIntegrityViolationException.class)
                .isThrownBy(() -> this.jdbc
                        .sql("UPDATE notification_audit SET channel = 'fax'")
                        .update())
                .withMessageContaining("notification_audit_channel_check");
    }

    private static Notification notification(String id, Channel channel) {
        return new Notification(id, "r-1", "oncall@example.com", channel, "cart is back");
    }
}
