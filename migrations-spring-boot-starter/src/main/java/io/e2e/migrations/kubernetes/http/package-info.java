/** The HTTP client that the Kubernetes client library sends its requests with, on the sockets of the JDK. */
@NullMarked
package io.e2e.migrations.kubernetes.http;

import org.jspecify.annotations.NullMarked;
