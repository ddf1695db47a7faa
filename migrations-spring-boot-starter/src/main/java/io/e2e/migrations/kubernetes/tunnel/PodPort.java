package io.e2e.migrations.kubernetes.tunnel;

import io.e2e.migrations.kubernetes.api.ApiObject;

/** A port of a pod, to which connections are forwarded. */
public record PodPort(ApiObject pod, int port) {}
