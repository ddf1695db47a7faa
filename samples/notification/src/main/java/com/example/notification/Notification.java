package com.example.notification;

/**
 * A message for somebody.
 *
 * @param id unique; sending it again is a retry of the same notification
 * @param remediationId the remediation it is about, and the correlation id of its audit events
 * @param recipient whom to tell
 * @param channel how to tell them
 * @param summary what to tell them
 */
public record Notification(String id, String remediationId, String recipient, Channel channel, String summary) {}
