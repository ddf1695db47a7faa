package com.example.datastorage;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.PositiveOrZero;
import jakarta.validation.constraints.Size;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;
import tools.jackson.databind.node.ObjectNode;

/** An event as a client sends it. The limits are those of the columns. */
@JsonNaming(SnakeCaseStrategy.class)
record NewAuditEvent(
        UUID eventId,
        @NotNull OffsetDateTime eventTimestamp,
        @NotBlank @Size(max = 100) String eventType,
        @NotBlank @Size(max = 50) String eventCategory,
        @NotBlank @Size(max = 50) String eventAction,
        @NotBlank @Size(max = 20) String eventOutcome,
        @NotBlank @Size(max = 50) String actorType,
        @NotBlank @Size(max = 255) String actorId,
        @NotBlank @Size(max = 100) String resourceType,
        @NotBlank @Size(max = 255) String resourceId,
        @NotBlank @Size(max = 255) String correlationId,
        @Nullable @Size(max = 253) String namespace,
        @Nullable @Size(max = 20) String severity,
        @Nullable @PositiveOrZero Integer durationMs,
        @NotNull ObjectNode eventData) {

    /** The id may be left out; a client that wants to retry gives one, so that the event is stored once. */
    NewAuditEvent {
        eventId = eventId == null ? UUID.randomUUID() : eventId;
    }

    /**
     * The UTC day of the event, by which PostgreSQL chooses the partition. A client that writes to the table has to send
     * it: a trigger would come too late.
     */
    LocalDate eventDate() {
        return this.eventTimestamp.withOffsetSameInstant(ZoneOffset.UTC).toLocalDate();
    }
}
