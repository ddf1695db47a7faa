package io.e2e.migrations.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.e2e.migrations.MigrationConfig;
import io.e2e.migrations.MigrationService;
import io.e2e.migrations.config.MigrationOptions.VerifyLevel;
import io.e2e.migrations.testing.FixedTime;
import io.e2e.migrations.testing.SharedDatabase;
import io.e2e.migrations.verify.VerificationFailedException;
import java.util.List;
import org.junit.jupiter.api.Test;

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

    private MigrationService service(VerifyLevel level) {
        MigrationConfig config = MigrationConfig.defaults();
        return MigrationService.open(
                config.withOptions(config.options().withVerify(level)),
                new ComparedAccess(this.database),
                List.of(),
                this.time);
    }
}
