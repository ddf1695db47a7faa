package io.e2e.migrations.isolation;

import java.util.Locale;

/** What has a database of its own. */
public enum Isolation {
    /** Nothing: all tests use the target's database. The embedded target has one for each context. */
    NONE,
    /** Each application context: its database is a copy of a template, on a server that other contexts may use, too. */
    CONTEXT,
    /** Each test class, with its nested classes: the context stays, and its DataSource switches to a new database. */
    CLASS,
    /** Each test method: the context stays, and its DataSource switches to a new database. */
    METHOD;

    /** Whether the database changes while a context lives. */
    public boolean switches() {
        return this == CLASS || this == METHOD;
    }

    /** As in properties. */
    String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
