package com.example.notification;

import java.util.Locale;

/** What can become of a notification: the states that {@code notification_audit} accepts. */
public enum Status {
    SENT,
    FAILED,
    ACKNOWLEDGED,
    ESCALATED;

    String column() {
        return name().toLowerCase(Locale.ROOT);
    }
}
