package io.e2e.migrations.provision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.e2e.migrations.MigrationConfig;
import io.e2e.migrations.config.Secret;
import io.e2e.migrations.database.DatabaseRequest;
import io.e2e.migrations.database.TargetDatabase;
import io.e2e.migrations.embedded.EmbeddedAccess;
import io.e2e.migrations.embedded.EmbeddedSettings;
import io.e2e.migrations.testing.Sql;
import java.sql.SQLException;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Databases on a server of our own; {@link ExternalServerTests} has those on a server that is not ours. */
class DatabaseProvisionerTests {

    private static final DatabaseRequest REQUEST = DatabaseRequest.defaults();

    /** A server that no other test has, so that the names of its databases are known. */
    private static final EmbeddedAccess ACCESS =
            EmbeddedAccess.with(EmbeddedSettings.defaults().withParameters(Map.of("e2e.tests", "provisioner")));

    private static String name(TargetDatabase database) {
        return database.address().orElseThrow().database();
    }

    private static boolean exists(TargetDatabase observer, String name) {
        return !Sql.column(observer, "SELECT datname FROM pg_database WHERE datname = '" + name + "'")
                .isEmpty();
    }

    @Test
    void nextWhenCalledAgainNumbersTheName() {
        try (DatabaseProvisioner provisioner = ACCESS.provisioner(REQUEST, null)) {
            assertThat(name(provisioner.next())).isEqualTo("action_history");
            TargetDatabase second = provisioner.next();
            second.close();
            assertThat(name(second)).isEqualTo("action_history_2");
            assertThat(name(provisioner.next())).isEqualTo("action_history_3");
        }
    }

    @Test
    void closeWhenDatabaseIsCopiedDropsItAtOnce() {
        Contents contents = Contents.of("CREATE TABLE a AS SELECT 1 id");
        try (DatabaseProvisioner provisioner = ACCESS.provisioner(REQUEST, contents);
                TargetDatabase observer = provisioner.next()) {
            TargetDatabase database = provisioner.next();
            assertThat(database.isCopyOfTemplate()).isTrue();
            assertThat(Sql.column(database, "SELECT id FROM a")).containsExactly("1");
            database.close();
            database.close();

            assertThat(exists(observer, name(database))).isFalse();
            assertThat(contents.fillings()).isLessThanOrEqualTo(1);
        }
    }

    @Test
    void nextWhenDatabaseHasSettingsGivesThemToTheCopy() {
        try (DatabaseProvisioner provisioner = ACCESS.provisioner(REQUEST, null)) {
            TargetDatabase model = provisioner.next();
            String name = name(model);
            Sql.execute(
                    model,
                    "ALTER DATABASE " + name + " SET search_path TO shop, \"My, \"\"Own\", public",
                    "ALTER DATABASE " + name + " SET default_text_search_config = 'simple'",
                    "ALTER DATABASE " + name + " SET temp_tablespaces = ''",
                    "ALTER ROLE slm_user IN DATABASE " + name + " SET work_mem = '5MB'");
            provisioner.adopt(model);

            assertThat(Sql.column(provisioner.next(), """
                    SELECT name || ': ' || current_setting(name)
                      FROM unnest(ARRAY['search_path', 'default_text_search_config', 'temp_tablespaces', 'work_mem']) name"""))
                    .containsExactly(
                            "search_path: shop, \"My, \"\"Own\", public",
                            "default_text_search_config: pg_catalog.simple",
                            "temp_tablespaces: \"\"",
                            "work_mem: 5MB");
        }
    }

    @Test
    void nextWhenADatabaseWasAdoptedGivesCopiesOfIt() {
        try (DatabaseProvisioner provisioner = ACCESS.provisioner(REQUEST, null)) {
            TargetDatabase model = provisioner.next();
            Sql.execute(model, "CREATE TABLE a AS SELECT 7 id");
            provisioner.adopt(model);

            TargetDatabase copy = provisioner.next();
            assertThat(Sql.column(copy, "SELECT id FROM a")).containsExactly("7");
            assertThat(copy.isCopyOfTemplate()).isTrue();
            assertThatThrownBy(model::connect).isInstanceOf(SQLException.class);
        }
    }

    @Test
    void keepWhenPasswordWasGeneratedSaysIt() {
        try (DatabaseProvisioner provisioner = ACCESS.provisioner(REQUEST, null);
                TargetDatabase observer = provisioner.next()) {
            TargetDatabase database = provisioner.next();
            String password = database.address().orElseThrow().password().value();

            assertThat(provisioner.keep(database, "a test failed"))
                    .endsWith("/" + name(database) + " as slm_user with password " + password
                            + ", until the embedded server ends");
            database.close();
            assertThat(exists(observer, name(database))).isTrue();
        }
    }

    @Test
    void keepWhenPasswordWasConfiguredDoesNotSayIt() {
        DatabaseRequest request = MigrationConfig.defaults()
                .withPostgresPassword(new Secret("marker-password"))
                .databaseRequest();
        try (DatabaseProvisioner provisioner = ACCESS.provisioner(request, null)) {
            assertThat(provisioner.keep(provisioner.next(), "a test failed"))
                    .endsWith("as slm_user with its configured password, until the embedded server ends")
                    .doesNotContain("marker-password");
        }
    }

    @Test
    void nextWhenServerRefusesTheNameFailsEachTime() {
        DatabaseRequest request = REQUEST.withDatabase("template1");
        try (DatabaseProvisioner provisioner = ACCESS.provisioner(request, null)) {
            for (int attempt = 1; attempt <= 2; attempt++) {
                assertThatThrownBy(provisioner::next)
                        .isInstanceOfSatisfying(
                                ProvisioningFailedException.class,
                                ex -> assertThat(ex.sqlState()).isEqualTo("42P04"));
            }
        }
    }

    @Test
    void openWhenServerRefusesTheRoleFails() {
        assertThatThrownBy(() -> ACCESS.provisioner(REQUEST.withUser("pg_reserved"), null))
                .isInstanceOf(ProvisioningFailedException.class)
                .hasMessage("""
                        Could not create the role pg_reserved on embedded PostgreSQL 18.6: ERROR: role name "pg_reserved" \
                        is reserved
                          Detail: Role names starting with "pg_" are reserved. (SQLSTATE 42939).
                        Action: Set e2e.migrations.postgres-user and e2e.migrations.postgres-db to names that PostgreSQL \
                        accepts.""");
    }

    @Test
    void copyOfWhenOriginalChangesLaterHoldsWhatItHeld() {
        try (DatabaseProvisioner provisioner = ACCESS.provisioner(REQUEST, null)) {
            TargetDatabase original = provisioner.next();
            Sql.execute(original, "CREATE TABLE a AS SELECT 1 id");
            TargetDatabase copy = provisioner.copyOf(original);
            Sql.execute(original, "DELETE FROM a");

            assertThat(Sql.column(copy, "SELECT id FROM a")).containsExactly("1");
        }
    }

    @Test
    void closeWhenScratchDropsTheOldestOfMany() {
        try (DatabaseProvisioner scratch = DatabaseProvisioner.scratch(ACCESS.exclusiveServer(REQUEST));
                TargetDatabase observer = scratch.next()) {
            TargetDatabase oldest = scratch.next();
            oldest.close();
            assertThat(exists(observer, name(oldest))).isTrue();
            for (int number = 1; number <= 20; number++) {
                scratch.next().close();
            }

            assertThat(exists(observer, name(oldest))).isFalse();
        }
    }
}
