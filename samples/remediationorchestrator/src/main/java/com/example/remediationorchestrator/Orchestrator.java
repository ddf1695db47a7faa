package com.example.remediationorchestrator;

import java.time.Instant;
import java.util.List;
import org.springframework.stereotype.Service;

/** Leads a remediation from phase to phase. Its state is its trail: the last event says where it stands. */
@Service
public class Orchestrator {

    private final AuditTrail auditTrail;

    Orchestrator(AuditTrail auditTrail) {
        this.auditTrail = auditTrail;
    }

    /**
     * A remediation enters a phase.
     *
     * @throws IllegalStateException if the phase cannot follow the one in which the remediation is
     */
    public void enter(String remediationId, Phase phase, Instant when) {
        List<Phase> phases = this.auditTrail.phases(remediationId);
        boolean possible = phases.isEmpty() ? phase == Phase.STARTED : phase.mayFollow(phases.get(phases.size() - 1));
        if (!possible) {
            throw new IllegalStateException(
                    "Remediation %s cannot be %s after %s".formatted(remediationId, phase, phases));
        }
        this.auditTrail.record(remediationId, phase, when);
    }
}
