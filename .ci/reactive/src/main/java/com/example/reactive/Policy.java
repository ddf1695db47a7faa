package com.example.reactive;

import org.springframework.data.annotation.Id;
import org.springframework.data.relational.core.mapping.Table;

@Table("audit_retention_policies")
record Policy(@Id Integer policyId, String eventCategory, Integer retentionDays) {}
