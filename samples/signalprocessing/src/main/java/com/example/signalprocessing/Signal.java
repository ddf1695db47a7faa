package com.example.signalprocessing;

/**
 * What came from the Gateway.
 *
 * @param fingerprint the same for each occurrence of the same trouble; the correlation id of its events
 * @param severity how bad it is, as the monitor says: {@code critical}, {@code warning} or {@code info}
 * @param namespace the Kubernetes namespace where it happened, such as {@code shop-production}
 */
public record Signal(String fingerprint, String severity, String namespace) {}
