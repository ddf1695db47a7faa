package com.example.consumer;

import java.util.UUID;
import org.springframework.data.annotation.Id;
import org.springframework.data.relational.core.mapping.Table;

@Table("audit_retention_policies")
record PolicyRow(@Id UUID policyId, String eventCategory, int retentionDays) {}
