package io.e2e.migrations.apply;

import io.e2e.migrations.catalog.Migration;
import io.e2e.migrations.config.MigrationException;
import java.util.List;
import java.util.stream.Collectors;

/** The plan contains migrations marked {@code +goose NO TRANSACTION}, which are not supported. */
public final class NonTransactionalMigrationException extends MigrationException {

    NonTransactionalMigrationException(List<Migration> migrations) {
        super(
                "These migrations ask to run outside a transaction (-- +goose NO TRANSACTION), which is not supported: "
                        + migrations.stream().map(Migration::file).collect(Collectors.joining(", ")) + ".",
                "Remove the annotation, and write CREATE INDEX CONCURRENTLY and the like without CONCURRENTLY: no other"
                        + " session uses a test database while it is migrated. Nothing was run.",
                null);
    }
}
