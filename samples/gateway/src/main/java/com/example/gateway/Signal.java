package com.example.gateway;

/**
 * Something that a monitor noticed.
 *
 * @param fingerprint the same for each occurrence of the same trouble
 * @param source the monitor
 * @param severity how bad it is
 * @param resource the Kubernetes object it is about, as {@code namespace/kind/name}
 */
public record Signal(String fingerprint, String source, String severity, String resource) {}
