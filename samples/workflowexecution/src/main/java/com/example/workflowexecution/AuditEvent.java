package com.example.workflowexecution;

import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * An event as the Data Storage service takes it. It has no {@code event_date}: who writes to the table has to send the
 * UTC day of the event, and that is Data Storage, which takes it from {@code event_timestamp}.
 */
@JsonNaming(SnakeCaseStrategy.class)
record AuditEvent(
        UUID eventId,
        Instant eventTimestamp,
        String eventType,
        String eventCategory,
        String eventAction,
        String eventOutcome,
        String actorType,
        String actorId,
        String resourceType,
        String resourceId,
        String correlationId,
        Map<String, Object> eventData) {

    static AuditEvent of(String executionId, String workflow, String action, String outcome) {
        return new AuditEvent(
                UUID.randomUUID(),
                Instant.now(),
                "workflowexecution.workflow." + action,
                "workflow",
                action,
                outcome,
                "service",
                "workflowexecution",
                "workflow",
                workflow,
                executionId,
                Map.of());
    }
}
