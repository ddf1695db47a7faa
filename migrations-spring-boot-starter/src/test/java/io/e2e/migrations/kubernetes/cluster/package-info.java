/**
 * A Kubernetes cluster for tests: an HTTP server that speaks the API's real protocol, REST, watches and port-forward, and
 * leads the forwarded bytes to a real PostgreSQL. Its objects are set by the test, and so is every trouble.
 */
@NullMarked
package io.e2e.migrations.kubernetes.cluster;

import org.jspecify.annotations.NullMarked;
