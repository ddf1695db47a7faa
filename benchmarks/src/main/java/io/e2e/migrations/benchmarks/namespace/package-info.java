/** The processes that are measured when PostgreSQL is in a Kubernetes namespace. */
@NullMarked
package io.e2e.migrations.benchmarks.namespace;

import org.jspecify.annotations.NullMarked;
