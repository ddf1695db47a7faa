/** PostgreSQL in a Kubernetes namespace: guard the context, locate the pod, wait for it, and keep a tunnel to it. */
@NullMarked
package io.e2e.migrations.kubernetes;

import org.jspecify.annotations.NullMarked;
