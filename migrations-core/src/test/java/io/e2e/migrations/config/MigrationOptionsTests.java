package io.e2e.migrations.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.e2e.migrations.config.MigrationOptions.OutOfOrder;
import io.e2e.migrations.config.MigrationOptions.PartitionHorizon;
import io.e2e.migrations.config.MigrationOptions.Timeouts;
import io.e2e.migrations.config.MigrationOptions.VerifyLevel;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.time.YearMonth;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class MigrationOptionsTests {

    private static final MigrationOptions DEFAULTS = MigrationOptions.defaults();

    @Test
    void defaultsAreDocumentedValues() {
        assertThat(DEFAULTS)
                .isEqualTo(new MigrationOptions(
                        List.of("classpath:db/e2e-migrations"),
                        "public",
                        OutOfOrder.FAIL,
                        VerifyLevel.RELATIONS,
                        new Timeouts(
                                Duration.ofSeconds(10),
                                Duration.ofMinutes(1),
                                Duration.ofMinutes(1),
                                Duration.ofMinutes(10)),
                        new PartitionHorizon(null, 3),
                        CatalogOptions.defaults()));
    }

    @Test
    void withSchemaWhenItIsHistorySchemaIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DEFAULTS.withSchema("e2e_migrations"))
                .withMessage("schema must not be e2e_migrations, which holds the history");
    }

    @ParameterizedTest
    @ValueSource(strings = {"pg_catalog", "pg_temp", "pg_mine", "information_schema"})
    void withSchemaWhenPostgresqlReservesItIsRefused(String schema) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DEFAULTS.withSchema(schema))
                .withMessage("schema must not be " + schema + ", which PostgreSQL reserves for itself");
    }

    @Test
    void furtherSchemasWhenPostgresqlReservesOneAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CatalogOptions.defaults().withFurtherSchemas("app", "pg_catalog"))
                .withMessage("further-schemas must not be pg_catalog, which PostgreSQL reserves for itself");
    }

    static Stream<Arguments> changes() {
        Timeouts timeouts = Timeouts.defaults().withLock(Duration.ofSeconds(1));
        PartitionHorizon partitions = new PartitionHorizon(YearMonth.of(2025, 11), 1);
        CatalogOptions catalog = CatalogOptions.defaults().withFormat(MigrationFormat.FLYWAY);
        return Stream.of(
                change("locations", options -> options.withLocations("file:a", "file:b"), List.of("file:a", "file:b")),
                change("schema", options -> options.withSchema("s"), "s"),
                change("outOfOrder", options -> options.withOutOfOrder(OutOfOrder.APPLY), OutOfOrder.APPLY),
                change("verify", options -> options.withVerify(VerifyLevel.NONE), VerifyLevel.NONE),
                change("timeouts", options -> options.withTimeouts(timeouts), timeouts),
                change("partitions", options -> options.withPartitions(partitions), partitions),
                change("catalog", options -> options.withCatalog(catalog), catalog));
    }

    private static Arguments change(String option, UnaryOperator<MigrationOptions> change, Object value) {
        return Arguments.of(option, change, value);
    }

    @ParameterizedTest
    @MethodSource("changes")
    void withChangesOneOptionOnly(String option, UnaryOperator<MigrationOptions> change, Object value) {
        assertThat(change.apply(DEFAULTS))
                .hasFieldOrPropertyWithValue(option, value)
                .usingRecursiveComparison()
                .ignoringFields(option)
                .isEqualTo(DEFAULTS);
    }

    @Test
    void withExistsForEveryOption() {
        assertThat(changes().map(change -> change.get()[0]))
                .containsExactlyElementsOf(Arrays.stream(MigrationOptions.class.getRecordComponents())
                        .map(RecordComponent::getName)
                        .toList());
    }

    @Test
    void withTimeoutChangesOneTimeoutOnly() {
        Timeouts defaults = Timeouts.defaults();
        Duration second = Duration.ofSeconds(1);
        assertThat(defaults.withConnect(second))
                .isEqualTo(new Timeouts(second, defaults.lock(), defaults.statement(), defaults.run()));
        assertThat(defaults.withLock(second))
                .isEqualTo(new Timeouts(defaults.connect(), second, defaults.statement(), defaults.run()));
        assertThat(defaults.withStatement(second))
                .isEqualTo(new Timeouts(defaults.connect(), defaults.lock(), second, defaults.run()));
        assertThat(defaults.withRun(second))
                .isEqualTo(new Timeouts(defaults.connect(), defaults.lock(), defaults.statement(), second));
    }

    @Test
    void timeoutBelowOneMillisecondIsRefused() {
        assertThat(Timeouts.defaults().withLock(Duration.ofMillis(1)).lock()).hasMillis(1);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Timeouts.defaults().withConnect(Duration.ZERO))
                .withMessage("connect-timeout must be at least 1 ms, not PT0S");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Timeouts.defaults().withLock(Duration.ofSeconds(-1)))
                .withMessage("lock-timeout must be at least 1 ms, not PT-1S");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Timeouts.defaults().withStatement(Duration.ofNanos(1)))
                .withMessage("statement-timeout must be at least 1 ms, not PT0.000000001S");
    }

    @Test
    void timeoutThatTheServerCannotCountIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Timeouts.defaults().withStatement(Duration.ofSeconds(Long.MAX_VALUE)))
                .withMessage("statement-timeout must be at most 24 days, not PT2562047788015215H30M7S");
    }

    @Test
    void blankSchemaIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DEFAULTS.withSchema(" "))
                .withMessage("schema must not be blank");
    }

    @Test
    void negativeMonthsAheadAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new PartitionHorizon(null, -1))
                .withMessage("partitions.months-ahead must not be negative: -1");
    }

    @Test
    void horizonBeginsInPreviousOrConfiguredMonth() {
        YearMonth january = YearMonth.of(2027, 1);
        assertThat(PartitionHorizon.defaults().first(january)).isEqualTo("2026-12");
        assertThat(PartitionHorizon.defaults().last(january)).isEqualTo("2027-04");
        PartitionHorizon unbroken = new PartitionHorizon(YearMonth.of(2025, 11), 0);
        assertThat(unbroken.first(january)).isEqualTo("2025-11");
        assertThat(unbroken.last(january)).isEqualTo("2027-01");
    }
}
