package io.e2e.migrations.tool.schema;

/** How a schema is written. */
public enum SchemaForm {
    /** As statements that make it again. */
    SQL,
    /** As a text to read and to compare: each object with its facts. */
    DESCRIPTION
}
