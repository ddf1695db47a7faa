package io.e2e.migrations.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.e2e.migrations.database.DatabaseAddress;
import io.e2e.migrations.embedded.ForeignServer;
import io.e2e.migrations.isolation.IsolatedAccess;
import io.e2e.migrations.kubernetes.cluster.Eventually;
import io.e2e.migrations.kubernetes.cluster.PostgresObjects;
import io.e2e.migrations.kubernetes.cluster.TestCluster;
import io.fabric8.kubernetes.api.model.Pod;
import java.nio.file.Path;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcClientAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A server that ends before the context, as a container of a test class does, or that is replaced between tests. */
@ExtendWith(OutputCaptureExtension.class)
class ServerAwayTests {

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    E2eMigrationsAutoConfiguration.class,
                    DataSourceAutoConfiguration.class,
                    JdbcTemplateAutoConfiguration.class,
                    JdbcClientAutoConfiguration.class))
            .withPropertyValues("e2e.migrations.tables=audit_retention_policies", "e2e.migrations.isolation=method");

    @TempDir
    private Path directory;

    private ApplicationContextRunner on(ForeignServer server) {
        DatabaseAddress address = server.address();
        return this.runner.withPropertyValues(
                "spring.datasource.url=" + address.jdbcUrl(),
                "spring.datasource.username=" + address.user(),
                "spring.datasource.password=" + address.password().value());
    }

    private static void test(ApplicationContext context, String name) {
        IsolatedAccess access = context.getBean(IsolatedAccess.class);
        access.beforeMethod(name);
        assertThat(context.getBean(JdbcClient.class)
                        .sql("DELETE FROM audit_retention_policies")
                        .update())
                .as(name)
                .isEqualTo(5);
        access.afterMethod(name);
    }

    @Test
    void contextWhenItsServerHasEndedClosesWithoutAWord(CapturedOutput output) {
        ForeignServer server = ForeignServer.start();
        on(server).run(context -> {
            test(context, "first");
            test(context, "second");
            server.close();
            System.out.println("the server has ended");
        });

        assertThat(output.toString().split("the server has ended")[1])
                .doesNotContain("WARN", "ERROR", "Exception", "\tat ");
    }

    @Test
    void testsWhenTheServerRestartsBetweenThemGoOn() {
        try (ForeignServer server = ForeignServer.start()) {
            on(server).run(context -> {
                test(context, "before");
                restart(server);
                for (int number = 1; number <= 7; number++) {
                    test(context, "after " + number);
                }
            });
        }
    }

    /** If a backend is killed, the server ends all others, recovers its data and accepts connections again. */
    private static void restart(ForeignServer server) {
        long victim =
                Long.parseLong(server.query("SELECT pid FROM pg_stat_activity WHERE backend_type = 'client backend'"
                                + " AND pid <> pg_backend_pid()")
                        .get(0));
        ProcessHandle.of(victim).orElseThrow().destroyForcibly();
        Eventually.holds("the server has ended every session", () -> isLost(server));
    }

    private static boolean isLost(ForeignServer server) {
        try {
            return server.query("SELECT 1").isEmpty();
        } catch (IllegalStateException ex) {
            return true;
        }
    }

    @Test
    void testsWhenThePodIsReplacedBetweenThemGoOn() {
        ScheduledExecutorService kubernetes = Executors.newSingleThreadScheduledExecutor();
        try (ForeignServer server = ForeignServer.start();
                TestCluster cluster = TestCluster.start()) {
            PostgresObjects objects = new PostgresObjects("e2e", server.address());
            Pod pod = objects.deploy(cluster);
            this.runner
                    .withPropertyValues(
                            "e2e.migrations.namespace=e2e",
                            "e2e.migrations.kubeconfig-path=" + cluster.kubeconfig(this.directory, "kind-e2e"))
                    .run(context -> {
                        test(context, "before");
                        cluster.delete(pod);
                        kubernetes.schedule(() -> objects.start(cluster, "postgresql-1"), 500, TimeUnit.MILLISECONDS);
                        for (int number = 1; number <= 7; number++) {
                            test(context, "after " + number);
                        }
                    });
        } finally {
            kubernetes.shutdownNow();
        }
    }
}
