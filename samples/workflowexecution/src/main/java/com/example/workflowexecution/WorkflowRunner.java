package com.example.workflowexecution;

import org.springframework.stereotype.Service;

/** Runs workflows, step by step. */
@Service
public class WorkflowRunner {

    private final AuditClient audit;

    WorkflowRunner(AuditClient audit) {
        this.audit = audit;
    }

    /**
     * Runs a workflow; its events are on their way when this returns, not yet stored.
     *
     * @param executionId the correlation id of the events
     */
    public void run(String executionId, String workflow, Runnable steps) {
        this.audit.send(AuditEvent.of(executionId, workflow, "started", "pending"));
        try {
            steps.run();
            this.audit.send(AuditEvent.of(executionId, workflow, "completed", "success"));
        } catch (RuntimeException ex) {
            this.audit.send(AuditEvent.of(executionId, workflow, "failed", "failure"));
        }
    }
}
