package com.example.gateway;

import org.springframework.stereotype.Service;

/** Takes signals in: the first of its fingerprint is received, each further one is a duplicate. */
@Service
public class SignalIntake {

    static final String RECEIVED = "gateway.signal.received";
    static final String DEDUPLICATED = "gateway.signal.deduplicated";

    private final AuditTrail auditTrail;

    SignalIntake(AuditTrail auditTrail) {
        this.auditTrail = auditTrail;
    }

    /** Whether the signal was new. */
    public boolean accept(Signal signal) {
        boolean isNew = !this.auditTrail.eventTypes(signal.fingerprint()).contains(RECEIVED);
        this.auditTrail.record(isNew ? RECEIVED : DEDUPLICATED, signal);
        return isNew;
    }
}
