package io.e2e.migrations.kubernetes.tunnel;

import io.fabric8.kubernetes.api.model.Pod;

/** A port of a pod, to which connections are forwarded. */
public record PodPort(Pod pod, int port) {}
