package com.example.aianalysis;

import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Service;

/** Finds the workflow for an incident, and leaves a trail of it. */
@Service
public class IncidentAnalysis {

    private final WorkflowCatalog catalog;
    private final AuditTrail auditTrail;

    IncidentAnalysis(WorkflowCatalog catalog, AuditTrail auditTrail) {
        this.catalog = catalog;
        this.auditTrail = auditTrail;
    }

    /** The workflow to run; empty if none fits. */
    public Optional<Workflow> analyze(Incident incident) {
        this.auditTrail.record("started", "success", incident, incident.labels());
        Optional<Workflow> chosen = this.catalog.choose(incident);
        chosen.ifPresentOrElse(
                workflow -> this.auditTrail.record(
                        "completed",
                        "success",
                        incident,
                        Map.of("workflow", workflow.workflowName(), "version", workflow.version())),
                () -> this.auditTrail.record(
                        "failed", "failure", incident, Map.of("reason", "no workflow has these labels")));
        return chosen;
    }
}
