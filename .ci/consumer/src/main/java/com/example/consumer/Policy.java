package com.example.consumer;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.util.UUID;

@Entity
@Table(name = "audit_retention_policies")
class Policy {

    @Id
    @Column(name = "policy_id")
    private UUID id;

    @Column(name = "event_category", nullable = false)
    private String category;

    @Column(name = "retention_days", nullable = false)
    private int days;

    int days() {
        return this.days;
    }
}
