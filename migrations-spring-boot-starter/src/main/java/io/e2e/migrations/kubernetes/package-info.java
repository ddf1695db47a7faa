/** PostgreSQL in a Kubernetes namespace: finds the service and its credentials, waits for the pod, and connects to it. */
@NullMarked
package io.e2e.migrations.kubernetes;

import org.jspecify.annotations.NullMarked;
