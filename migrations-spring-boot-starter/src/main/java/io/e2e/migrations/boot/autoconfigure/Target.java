package io.e2e.migrations.boot.autoconfigure;

/** Where the database is. */
enum Target {
    /** Kubernetes if a namespace is given, else the application's own database if it has one, else embedded. */
    AUTO,
    /** A PostgreSQL that the starter starts. */
    EMBEDDED,
    /** The DataSource of the application. */
    DATASOURCE,
    /** A PostgreSQL in a Kubernetes namespace. */
    KUBERNETES
}
