package com.example.datastorage;

import jakarta.validation.constraints.NotBlank;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/** Places and releases legal holds, always on all events of a correlation id. */
@Repository
class LegalHolds {

    private final JdbcClient jdbc;

    LegalHolds(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** How many events are on hold now that were not before. */
    int place(String correlationId, Order order) {
        return this.jdbc
                .sql("""
                        UPDATE audit_events
                        SET legal_hold = true, legal_hold_reason = :reason, legal_hold_placed_by = :placedBy,
                            legal_hold_placed_at = now() AT TIME ZONE 'UTC'
                        WHERE correlation_id = :id AND legal_hold IS NOT TRUE""")
                .param("id", correlationId)
                .param("reason", order.reason())
                .param("placedBy", order.placedBy())
                .update();
    }

    /** How many events were on hold. */
    int release(String correlationId) {
        return this.jdbc.sql("""
                        UPDATE audit_events
                        SET legal_hold = false, legal_hold_reason = NULL, legal_hold_placed_by = NULL,
                            legal_hold_placed_at = NULL
                        WHERE correlation_id = :id AND legal_hold""").param("id", correlationId).update();
    }

    /** Why a hold is placed, and by whom. */
    @JsonNaming(SnakeCaseStrategy.class)
    record Order(@NotBlank String reason, @NotBlank String placedBy) {}
}
