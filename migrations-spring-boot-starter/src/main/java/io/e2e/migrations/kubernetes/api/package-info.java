/** The API server of a Kubernetes cluster: which cluster it is, who asks it, and what it answers. */
@NullMarked
package io.e2e.migrations.kubernetes.api;

import org.jspecify.annotations.NullMarked;
