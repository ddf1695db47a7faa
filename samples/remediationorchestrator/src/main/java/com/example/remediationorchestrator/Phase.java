package com.example.remediationorchestrator;

import java.util.Locale;

/** Where a remediation stands; each phase has its event. */
public enum Phase {
    STARTED,
    ANALYZING,
    EXECUTING,
    COMPLETED,
    FAILED;

    private static final String PREFIX = "orchestrator.remediation.";

    /** The type of the event that says that a remediation has entered this phase. */
    public String eventType() {
        return PREFIX + action();
    }

    String action() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Phase ofEventType(String eventType) {
        return valueOf(eventType.substring(PREFIX.length()).toUpperCase(Locale.ROOT));
    }

    boolean mayFollow(Phase previous) {
        return switch (this) {
            case STARTED -> false;
            case ANALYZING -> previous == STARTED;
            case EXECUTING -> previous == ANALYZING;
            case COMPLETED -> previous == EXECUTING;
            case FAILED -> previous != COMPLETED && previous != FAILED;
        };
    }
}
