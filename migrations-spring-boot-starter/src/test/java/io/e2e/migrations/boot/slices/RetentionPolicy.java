package io.e2e.migrations.boot.slices;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.LocalDateTime;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

@Entity
@Table(name = "audit_retention_policies")
class RetentionPolicy {

    @Id
    @Column(name = "policy_id")
    private @Nullable UUID id;

    @Column(name = "event_category", nullable = false)
    private @Nullable String category;

    @Column(name = "retention_days", nullable = false)
    private int days;

    @Column(name = "created_at", nullable = false)
    private @Nullable LocalDateTime createdAt;

    int days() {
        return this.days;
    }
}
