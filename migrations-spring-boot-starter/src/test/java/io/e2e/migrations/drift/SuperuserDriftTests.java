package io.e2e.migrations.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.e2e.migrations.MigrationConfig;
import io.e2e.migrations.MigrationService;
import io.e2e.migrations.config.MigrationOptions;
import io.e2e.migrations.config.MigrationOptions.VerifyLevel;
import io.e2e.migrations.embedded.EmbeddedAccess;
import io.e2e.migrations.embedded.EmbeddedSettings;
import io.e2e.migrations.embedded.ServerSettings;
import io.e2e.migrations.testing.Sql;
import io.e2e.migrations.verify.VerificationFailedException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Differences that only a superuser makes. */
class SuperuserDriftTests {

    private static final MigrationConfig CONFIG = MigrationConfig.defaults()
            .withOptions(
                    MigrationOptions.defaults().withLocations("classpath:drift").withVerify(VerifyLevel.FULL));

    @Test
    void changesOfASuperuserWhenVerifiedAreNamedAndCorrected() {
        EmbeddedAccess access = EmbeddedAccess.with(
                EmbeddedSettings.defaults().withServer(ServerSettings.defaults().withSuperuser()));
        try (MigrationService service = MigrationService.open(CONFIG, access)) {
            service.applyMigrations();
            String version =
                    Sql.value(service.database(), "SELECT extversion FROM pg_extension WHERE extname = 'citext'");
            Sql.execute(
                    service.database(),
                    "ALTER TABLE secret OWNER TO pg_monitor",
                    "ALTER TYPE mood OWNER TO pg_monitor",
                    "ALTER FUNCTION twice OWNER TO pg_monitor",
                    "ALTER TABLE maker DISABLE TRIGGER ALL",
                    "UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'item_name'::regclass",
                    "UPDATE pg_extension SET extversion = '0.9' WHERE extname = 'citext'");

            VerificationFailedException failure =
                    catchThrowableOfType(VerificationFailedException.class, service::verifyMigrations);

            assertThat(failure.report().findings())
                    .extracting(finding -> finding.explanation().replace(", created by 001_shop.sql", ""))
                    .containsExactlyInAnyOrder(
                            "extension citext: version " + version + " expected, version 0.9 found",
                            "table secret: the migrating role as owner expected, owner pg_monitor found",
                            "type mood: the migrating role as owner expected, owner pg_monitor found",
                            "function twice(n integer): the migrating role as owner expected, owner pg_monitor found",
                            "constraint item_maker on item: checked expected, not checked, as triggers are disabled on maker found",
                            "index item_name on item: valid expected, invalid found");
            List<String> corrections = failure.corrections();
            assertThat(corrections).contains("ALTER EXTENSION citext UPDATE TO '" + version + "';");
            Sql.execute(
                    service.database(),
                    "UPDATE pg_extension SET extversion = '" + version + "' WHERE extname = 'citext'");
            Sql.execute(service.database(), corrections.toArray(String[]::new));
            assertThat(service.verifyMigrations().isClean()).isTrue();
        }
    }
}
