package com.example.notification;

import java.util.Locale;

/** The channels that {@code notification_audit} accepts. */
public enum Channel {
    EMAIL,
    SLACK,
    PAGERDUTY,
    SMS;

    String column() {
        return name().toLowerCase(Locale.ROOT);
    }
}
