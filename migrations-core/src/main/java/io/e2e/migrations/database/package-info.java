/** Access to databases: the extension point that the embedded, Kubernetes and DataSource targets implement. */
@NullMarked
package io.e2e.migrations.database;

import org.jspecify.annotations.NullMarked;
