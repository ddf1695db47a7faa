package com.example.datastorage;

import jakarta.validation.Valid;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** What concerns all events of a correlation id: their hash chain, and a legal hold on them. */
@RestController
@RequestMapping("/api/v1/audit/trails/{correlationId}")
class AuditTrailController {

    private final HashChain chain;
    private final LegalHolds holds;

    AuditTrailController(HashChain chain, LegalHolds holds) {
        this.chain = chain;
        this.holds = holds;
    }

    @GetMapping("/chain")
    HashChain.Inspection inspect(@PathVariable String correlationId) {
        return this.chain.inspect(correlationId);
    }

    @PutMapping("/legal-hold")
    Affected placeHold(@PathVariable String correlationId, @RequestBody @Valid LegalHolds.Order order) {
        return new Affected(this.holds.place(correlationId, order));
    }

    @DeleteMapping("/legal-hold")
    Affected releaseHold(@PathVariable String correlationId) {
        return new Affected(this.holds.release(correlationId));
    }

    /** How many events a change has reached. */
    record Affected(int events) {}
}
