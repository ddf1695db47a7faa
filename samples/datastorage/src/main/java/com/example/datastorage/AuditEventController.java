package com.example.datastorage;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotEmpty;
import java.util.List;
import java.util.UUID;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Audit events over HTTP. */
@RestController
@RequestMapping("/api/v1/audit/events")
class AuditEventController {

    private final AuditEventStore store;

    AuditEventController(AuditEventStore store) {
        this.store = store;
    }

    /** One event or an array of them: all are stored, or none. The receipts come in the same order. */
    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    List<Receipt> append(@RequestBody @NotEmpty List<@Valid NewAuditEvent> events) {
        return this.store.append(events);
    }

    @GetMapping
    EventPage find(@Valid EventFilter filter) {
        return this.store.find(filter);
    }

    @DeleteMapping("/{eventId}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void delete(@PathVariable UUID eventId) {
        this.store.delete(eventId);
    }
}
