package com.example.datastorage;

import com.fasterxml.jackson.annotation.JsonRawValue;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/** An event as it is stored. */
@JsonNaming(SnakeCaseStrategy.class)
record AuditEvent(
        UUID eventId,
        OffsetDateTime eventTimestamp,
        LocalDate eventDate,
        String eventType,
        String eventCategory,
        String eventAction,
        String eventOutcome,
        String actorType,
        String actorId,
        String resourceType,
        String resourceId,
        String correlationId,
        @Nullable String namespace,
        @Nullable String severity,
        @Nullable Integer durationMs,
        @JsonRawValue String eventData,
        @Nullable String eventHash,
        @Nullable String previousEventHash,
        boolean legalHold) {}
