package io.e2e.migrations.boot.slices;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.data.annotation.Id;
import org.springframework.data.relational.core.mapping.Table;

@Table("notification_audit")
record Notification(
        @Id @Nullable Long id,
        String remediationId,
        String notificationId,
        String recipient,
        String channel,
        String messageSummary,
        String status,
        Instant sentAt,
        int escalationLevel,
        Instant createdAt,
        Instant updatedAt) {}
