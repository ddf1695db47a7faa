package io.e2e.migrations;

import io.e2e.migrations.config.MigrationFormat;
import io.e2e.migrations.config.MigrationOptions;
import io.e2e.migrations.config.MigrationOptions.PartitionHorizon;
import io.e2e.migrations.config.Sha256;
import io.e2e.migrations.config.SourceKey;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/**
 * Names what a configuration makes of an empty database, and the report of it, without reading a migration. Everything counts
 * on which they depend, but not where the database is, and no password.
 */
final class ContentsKey {

    private static final Optional<String> CODE = SourceKey.ofCode(ContentsKey.class);

    private ContentsKey() {}

    /**
     * The key: equal ones mean equal content and an equal report. Empty if the files, or this library's code, have none.
     *
     * @param sources the key of the catalog's files
     * @param now decides the months of partitions
     */
    static Optional<String> of(MigrationConfig config, Optional<String> sources, Instant now) {
        return sources.isPresent() && CODE.isPresent()
                ? Optional.of(of(config, sources.get() + CODE.get(), now))
                : Optional.empty();
    }

    private static String of(MigrationConfig config, String filesAndCode, Instant now) {
        MigrationOptions options = config.options();
        PartitionHorizon partitions = options.partitions();
        YearMonth month = YearMonth.from(now.atOffset(ZoneOffset.UTC));
        return Sha256.hex(String.join(
                "\0",
                filesAndCode,
                String.join("\n", config.tables()),
                config.postgresUser(),
                config.postgresDb(),
                options.schema(),
                options.outOfOrder().name(),
                options.verify().name(),
                partitions.first(month).toString(),
                partitions.last(month).toString(),
                ofDay(options) ? now.atOffset(ZoneOffset.UTC).toLocalDate().toString() : "",
                options.catalog().text()));
    }

    /** Whether the content may depend on the day, as files without our headers ask the server for the time. */
    private static boolean ofDay(MigrationOptions options) {
        return options.catalog().format() != MigrationFormat.HEADERS
                && !options.locations().equals(List.of(MigrationOptions.DATA_STORAGE_LOCATION));
    }
}
