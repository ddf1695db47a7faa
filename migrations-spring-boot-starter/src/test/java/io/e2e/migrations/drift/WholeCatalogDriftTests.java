package io.e2e.migrations.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.e2e.migrations.MigrationConfig;
import io.e2e.migrations.MigrationService;
import io.e2e.migrations.catalog.MigrationCatalog;
import io.e2e.migrations.config.MigrationOptions;
import io.e2e.migrations.config.MigrationOptions.VerifyLevel;
import io.e2e.migrations.schema.ObjectKind;
import io.e2e.migrations.schema.SchemaObject;
import io.e2e.migrations.testing.FixedTime;
import io.e2e.migrations.testing.SharedDatabase;
import io.e2e.migrations.verify.VerificationFailedException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class WholeCatalogDriftTests {

    private final SharedDatabase database = SharedDatabase.create();
    private final FixedTime time = FixedTime.at("2026-11-22T10:00:00Z");

    @Test
    void verifyWhenEverythingWasAppliedIsClean() {
        try (MigrationService service = service(VerifyLevel.FULL_WITH_SEEDS)) {
            service.applyMigrations();
            service.reset();
            this.database.forget();

            assertThat(service.verifyMigrations()).asString().startsWith("verified in full, with seed data: ");
            assertThat(this.database.messages()).hasSize(3);
        }
    }

    @Test
    void verifyWhenColumnWasChangedNamesIt() {
        try (MigrationService service = service(VerifyLevel.FULL)) {
            service.applyMigrations();
            this.database.execute("ALTER TABLE audit_events ALTER COLUMN severity TYPE text");

            VerificationFailedException failure =
                    catchThrowableOfType(VerificationFailedException.class, service::verifyMigrations);

            assertThat(failure).hasMessageContaining("column audit_events.severity: varchar(20) expected, text found");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"audit_events", "notification_audit"})
    void tableAloneWhenVerifiedIsClean(String table) {
        try (MigrationService service =
                service(MigrationConfig.defaults().withTables(table), VerifyLevel.FULL, this.time)) {
            service.applyMigrations();

            assertThat(service.verifyMigrations().isClean()).isTrue();
        }
    }

    @Tag("night")
    @ParameterizedTest
    @MethodSource("tables")
    void everyTableAloneWhenVerifiedIsClean(String table) {
        tableAloneWhenVerifiedIsClean(table);
    }

    static Stream<String> tables() {
        return MigrationCatalog.load(List.of(MigrationOptions.DATA_STORAGE_LOCATION), null).migrations().stream()
                .flatMap(migration -> migration.header().creates().stream())
                .filter(created -> created.kind() == ObjectKind.TABLE)
                .map(SchemaObject::name);
    }

    @Test
    void partitionsOfOtherMonthsWhenVerifiedAreNoDifference() {
        MigrationConfig config = MigrationConfig.defaults().withTables("audit_events");
        for (String today : List.of("2026-11-22T10:00:00Z", "2027-10-01T10:00:00Z", "2026-12-01T10:00:00Z")) {
            try (MigrationService service = service(config, VerifyLevel.FULL, FixedTime.at(today))) {
                service.applyMigrations();

                assertThat(service.verifyMigrations().isClean()).as(today).isTrue();
            }
        }
    }

    private MigrationService service(VerifyLevel level) {
        return service(MigrationConfig.defaults(), level, this.time);
    }

    private MigrationService service(MigrationConfig config, VerifyLevel level, FixedTime now) {
        return MigrationService.open(
                config.withOptions(config.options().withVerify(level)),
                new ComparedAccess(this.database),
                List.of(),
                now);
    }
}
