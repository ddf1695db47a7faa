package io.e2e.migrations.isolation;

/** Who has a database to itself. */
public enum Isolation {
    /** Nobody: tests share what the target is. On embedded that is one for each context. */
    NONE,
    /** Each application context: its database is a copy of a template, on a server that others may use too. */
    CONTEXT,
    /** Each test class, with its nested classes: the context stays, and its DataSource leads to a new database. */
    CLASS,
    /** Each test method: the context stays, and its DataSource leads to a new database. */
    METHOD;

    /** Whether the database changes while a context lives. */
    public boolean switches() {
        return this == CLASS || this == METHOD;
    }
}
