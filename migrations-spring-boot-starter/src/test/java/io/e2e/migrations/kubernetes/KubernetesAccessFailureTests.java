package io.e2e.migrations.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.e2e.migrations.MigrationConfig;
import io.e2e.migrations.config.Secret;
import io.e2e.migrations.database.TargetDatabase;
import io.e2e.migrations.embedded.ForeignServer;
import io.e2e.migrations.kubernetes.cluster.PostgresObjects;
import io.e2e.migrations.testing.LoggedLines;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import java.sql.SQLException;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** An access explains what is wrong with the namespace, the service or the login. */
class KubernetesAccessFailureTests extends AbstractFailureTests {

    private static final String CORRECT =
            "Action: Correct e2e.migrations.postgres-service, or deploy PostgreSQL there first.";

    @Test
    void openWhenNamespaceDoesNotExistListsNamespaces() {
        NotInNamespaceException missing =
                fail(NotInNamespaceException.class, this.fixture.config().withNamespace("e2e-tests"));

        assertThat(missing.kind()).isEqualTo(NotInNamespaceException.Kind.NAMESPACE);
        assertThat(missing.name()).isEqualTo("e2e-tests");
        assertThat(missing.available()).containsExactly("e2e");
        assertThat(missing)
                .hasMessage("There is no namespace 'e2e-tests' in the cluster of " + cluster()
                        + ". Namespaces there: e2e.\n"
                        + "Action: Correct e2e.migrations.namespace, or deploy PostgreSQL there first.");
    }

    @Test
    void openWhenServiceDoesNotExistListsServices() {
        this.fixture
                .cluster()
                .put(new ServiceBuilder(this.fixture.objects().service())
                        .editMetadata()
                        .withName("redis")
                        .endMetadata()
                        .build());

        NotInNamespaceException missing =
                fail(NotInNamespaceException.class, this.fixture.config().withPostgresService("postgres"));

        assertThat(missing)
                .hasMessage("There is no service 'postgres' in namespace e2e. Services there: postgresql, redis.\n"
                        + CORRECT);
    }

    @Test
    void openWhenServicesMayNotBeListedSaysSo() {
        this.fixture.cluster().troubles().forbid("list", "services");

        assertThat(fail(NotInNamespaceException.class, this.fixture.config().withPostgresService("postgres")))
                .hasMessage(
                        "There is no service 'postgres' in namespace e2e. Services there cannot be listed with these"
                                + " credentials.\n" + CORRECT);
    }

    @Test
    void openWhenNamespaceMayNotBeReadReportsMissingService() {
        this.fixture.cluster().troubles().forbid("get", "namespaces");

        assertThat(fail(NotInNamespaceException.class, this.fixture.config().withNamespace("empty")))
                .hasMessage("There is no service 'postgresql' in namespace empty. Services there: none.\n" + CORRECT);
    }

    @Test
    void openWhenServiceHasNoSelectorThrows() {
        this.fixture
                .cluster()
                .put(new ServiceBuilder(this.fixture.objects().service())
                        .editSpec()
                        .withSelector(Map.of())
                        .endSpec()
                        .build());

        assertThat(fail(NotInNamespaceException.class, this.fixture.config()))
                .hasMessage("There is no selector in service postgresql in namespace e2e, so its pods are unknown.\n"
                        + "Action: Give the service a selector, or set spring.datasource.url to the database that the"
                        + " service stands for.");
    }

    @Test
    void openWhenPasswordIsWrongThrows() {
        MigrationConfig config = this.fixture
                .config()
                .withPostgresPassword(new Secret("wrong"))
                .withPostgresUser(this.fixture.direct().user());

        LoginRefusedException refused = fail(LoginRefusedException.class, config);

        assertThat(refused.sqlState()).isEqualTo("28P01");
        assertThat(refused)
                .hasMessage("PostgreSQL of service postgresql in namespace e2e refuses the password of role '"
                        + this.fixture.direct().user()
                        + "' (28P01). The password came from e2e.migrations.postgres-password.\n"
                        + "Action: Correct e2e.migrations.postgres-password, or name the right Secret in"
                        + " e2e.migrations.kubernetes.secret. If the Secret was changed after the data directory was"
                        + " initialized, the old password is still valid.");
    }

    @Test
    void openWhenPasswordIsMissingThrows() {
        this.fixture
                .cluster()
                .put(this.fixture
                        .objects()
                        .pod("postgresql-0")
                        .editSpec()
                        .editFirstContainer()
                        .withEnvFrom()
                        .endContainer()
                        .endSpec()
                        .build());

        assertThat(fail(LoginRefusedException.class, this.fixture.config()))
                .hasMessage(
                        "PostgreSQL of service postgresql in namespace e2e requires a password for role 'slm_user', but"
                                + " there is none in the environment of container postgres in pod postgresql-0.\n"
                                + "Action: Set e2e.migrations.postgres-password, or name the Secret that holds the password in"
                                + " e2e.migrations.kubernetes.secret.");
    }

    @Test
    void openWhenDatabaseDoesNotExistListsDatabases() {
        this.fixture.killPod();
        try (ForeignServer server = ForeignServer.start()) {
            new PostgresObjects("e2e", server.address()).start(this.fixture.cluster(), "postgresql-1");

            LoginRefusedException refused =
                    fail(LoginRefusedException.class, this.fixture.config().withPostgresDb("nowhere"));

            assertThat(refused.sqlState()).isEqualTo("3D000");
            assertThat(refused.database()).isEqualTo("nowhere");
            assertThat(refused)
                    .hasMessage("PostgreSQL of service postgresql in namespace e2e has no database 'nowhere' (3D000)."
                            + " Databases there: action_history, postgres.\n"
                            + "Action: Correct e2e.migrations.postgres-db, or create the database.");
        }
    }

    @Test
    void openWhenNamespaceIsNotSetThrows() {
        KubernetesAccess access = this.fixture.access(KubernetesSettings.defaults());

        assertThat(catchThrowableOfType(
                        IllegalArgumentException.class,
                        () -> access.open(MigrationConfig.defaults().databaseRequest())))
                .hasMessage("the configuration names no Kubernetes namespace");
    }

    @Test
    void passwordIsShownNowhere() throws SQLException {
        String password = this.fixture.direct().password().value();
        try (LoggedLines log = new LoggedLines("io.e2e.migrations.kubernetes");
                TargetDatabase database = this.fixture.open()) {
            assertThat(log.lines()).noneSatisfy(line -> assertThat(line).contains(password));
            assertThat(database.description() + database.address() + database).doesNotContain(password);
        }
        assertThat(new Credentials("u", new Secret(password), "d", "s").toString())
                .doesNotContain(password);
    }
}
