package com.example.datastorage;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.format.annotation.DateTimeFormat;
import org.springframework.format.annotation.DateTimeFormat.ISO;
import org.springframework.web.bind.annotation.BindParam;

/**
 * Which events a client asks for, and which page of them. What is not given does not restrict.
 *
 * @param from the first moment
 * @param to the first moment that is too late
 */
record EventFilter(
        @BindParam("correlation_id") @Nullable String correlationId,
        @BindParam("event_type") @Nullable String eventType,
        @DateTimeFormat(iso = ISO.DATE_TIME) @Nullable OffsetDateTime from,
        @DateTimeFormat(iso = ISO.DATE_TIME) @Nullable OffsetDateTime to,
        @Min(1) @Max(1000) Integer limit,
        @Min(0) Integer offset) {

    EventFilter {
        limit = limit == null ? 100 : limit;
        offset = offset == null ? 0 : offset;
    }

    /**
     * Only conditions that are asked for: {@code :id IS NULL OR …} would keep PostgreSQL from using the indexes. The
     * parameters have the names of this record's components.
     */
    String where() {
        List<String> conditions = new ArrayList<>();
        if (this.correlationId != null) {
            conditions.add("correlation_id = :correlationId");
        }
        if (this.eventType != null) {
            conditions.add("event_type = :eventType");
        }
        if (this.from != null) {
            conditions.add("event_timestamp >= :from");
        }
        if (this.to != null) {
            conditions.add("event_timestamp < :to");
        }
        return conditions.isEmpty() ? "" : "WHERE " + String.join(" AND ", conditions);
    }
}
