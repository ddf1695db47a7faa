package io.e2e.migrations;

import static org.assertj.core.api.Assertions.assertThat;

import io.e2e.migrations.config.CatalogOptions;
import io.e2e.migrations.config.MigrationFormat;
import io.e2e.migrations.config.MigrationOptions.OutOfOrder;
import io.e2e.migrations.config.MigrationOptions.PartitionHorizon;
import io.e2e.migrations.config.MigrationOptions.VerifyLevel;
import io.e2e.migrations.config.Secret;
import java.time.Instant;
import java.time.YearMonth;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ContentsKeyTests {

    private static final Instant NOW = Instant.parse("2026-02-28T23:59:59Z");

    private final MigrationConfig config = MigrationConfig.defaults();

    @Test
    void keyWhenAnythingDiffersOnWhichContentOrReportDependsIsAnother() {
        Stream<MigrationConfig> configs = Stream.<UnaryOperator<MigrationConfig>>of(
                        same -> same,
                        other -> other.withTables("audit_events"),
                        other -> other.withPostgresDb("other"),
                        other -> other.withPostgresUser("other"),
                        other -> other.withOptions(other.options().withSchema("other")),
                        other -> other.withOptions(other.options().withOutOfOrder(OutOfOrder.APPLY)),
                        other -> other.withOptions(other.options().withVerify(VerifyLevel.FULL)),
                        other -> other.withOptions(
                                other.options().withPartitions(new PartitionHorizon(YearMonth.of(2020, 1), 3))),
                        other -> other.withOptions(other.options().withPartitions(new PartitionHorizon(null, 4))),
                        catalog(options -> options.withFormat(MigrationFormat.PLAIN)),
                        catalog(options -> options.withPlaceholders(Map.of("a", "b"))),
                        catalog(options -> options.withPlaceholders(Map.of("a", "c"))),
                        catalog(options -> options.withLeaveOut("a", "b")),
                        catalog(options -> options.withLeaveOut("a, b")),
                        catalog(options -> options.withRunFirst("a")),
                        catalog(options -> options.withFurtherSchemas("a")))
                .map(change -> change.apply(this.config));

        assertThat(Stream.concat(
                        configs.map(config -> key(config, "files", NOW)),
                        Stream.of(key(this.config, "others", NOW), key(this.config, "files", NOW.plusSeconds(1)))))
                .doesNotHaveDuplicates();
    }

    @Test
    void keyWhenOnlyThePasswordOrTheDayDiffersIsTheSame() {
        MigrationConfig other = this.config.withPostgresPassword(new Secret("other"));

        assertThat(key(other, "files", NOW.minusSeconds(86_400))).isEqualTo(key(this.config, "files", NOW));
    }

    @Test
    void keyWhenTheFilesHaveNoneIsEmpty() {
        assertThat(ContentsKey.of(this.config, Optional.empty(), NOW)).isEmpty();
    }

    private static UnaryOperator<MigrationConfig> catalog(UnaryOperator<CatalogOptions> change) {
        return config -> config.withOptions(
                config.options().withCatalog(change.apply(config.options().catalog())));
    }

    private static String key(MigrationConfig config, String files, Instant now) {
        return ContentsKey.of(config, Optional.of(files), now).orElseThrow();
    }
}
