package com.example.signalprocessing;

import java.time.Duration;
import java.time.Instant;
import org.springframework.stereotype.Service;

/** Says how much a signal matters, and records from what it drew that. */
@Service
public class Categorization {

    private final AuditTrail auditTrail;

    Categorization(AuditTrail auditTrail) {
        this.auditTrail = auditTrail;
    }

    /**
     * The category of a signal.
     *
     * @throws UnknownEnvironmentException if its namespace tells no environment; that is recorded too
     */
    public Category categorize(Signal signal) {
        Instant start = Instant.now();
        this.auditTrail.started(signal);
        try {
            Category category = decide(signal);
            this.auditTrail.completed(signal, category, Duration.between(start, Instant.now()));
            return category;
        } catch (UnknownEnvironmentException ex) {
            this.auditTrail.failed(signal, ex);
            throw ex;
        }
    }

    private static Category decide(Signal signal) {
        boolean critical = signal.severity().equals("critical");
        if (signal.namespace().endsWith("-production")) {
            return new Category("production", critical ? "P0" : "P1", "namespace ends in -production");
        }
        if (signal.namespace().endsWith("-staging")) {
            return new Category("staging", critical ? "P2" : "P3", "namespace ends in -staging");
        }
        throw new UnknownEnvironmentException(signal.namespace());
    }
}
