package io.e2e.migrations.boot.targets;

import org.jspecify.annotations.Nullable;

/** Where the database is. {@code AUTO} means the first of the others, in this order, that something speaks for. */
public enum Target {
    /** Kubernetes if a namespace is given, else the application's own database if it has one, else embedded. */
    AUTO(null),
    /** A PostgreSQL in a Kubernetes namespace. */
    KUBERNETES(new KubernetesTarget()),
    /** The DataSource of the application. */
    DATASOURCE(new DataSourceTarget()),
    /** A PostgreSQL that the starter starts. */
    EMBEDDED(new EmbeddedTarget());

    @SuppressWarnings("ImmutableEnumChecker") // the implementations have no fields
    private final @Nullable DatabaseTarget database;

    Target(@Nullable DatabaseTarget database) {
        this.database = database;
    }

    /** What this target does. */
    DatabaseTarget database() {
        if (this.database == null) {
            throw new IllegalStateException(this + " stands for another target");
        }
        return this.database;
    }
}
