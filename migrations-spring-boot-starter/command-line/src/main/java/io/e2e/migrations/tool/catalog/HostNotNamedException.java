package io.e2e.migrations.tool.catalog;

import io.e2e.migrations.config.MigrationException;
import io.e2e.migrations.datasource.HostNotAllowedException;

/** A database may be one that is in use, and nobody said that it may be asked. Nothing was sent there. */
public final class HostNotNamedException extends MigrationException {

    HostNotNamedException(HostNotAllowedException refusal) {
        super(
                "The database '" + refusal.database() + "' " + refusal.reason() + ".",
                "If it may be asked, name the host: --allowed-hosts=" + refusal.host()
                        + " on the command line, -De2e.migrations.allowed-hosts=" + refusal.host() + " with Maven.",
                refusal);
    }
}
