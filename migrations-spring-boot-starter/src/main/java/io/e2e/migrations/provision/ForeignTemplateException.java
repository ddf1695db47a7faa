package io.e2e.migrations.provision;

import io.e2e.migrations.config.MigrationException;

/** A database has the name of our template and belongs to another role, whose triggers would run with our rights. */
public final class ForeignTemplateException extends MigrationException {

    private final String template;
    private final String owner;

    ForeignTemplateException(String template, String owner, String server) {
        super(
                "The database " + template + " on " + server
                        + " has the name of the template for these tests, but belongs to"
                        + " the role " + owner
                        + ", which is neither the role of the tests nor one that it is a member of. It"
                        + " is not used, because triggers in it would run with the rights of the tests.",
                "Find out who made it. As its owner or an administrator: ALTER DATABASE " + template
                        + " IS_TEMPLATE false; DROP DATABASE " + template
                        + ". The next run builds the template itself.",
                null);
        this.template = template;
        this.owner = owner;
    }

    /** The database's name. */
    public String template() {
        return this.template;
    }

    /** The role that owns it. */
    public String owner() {
        return this.owner;
    }
}
