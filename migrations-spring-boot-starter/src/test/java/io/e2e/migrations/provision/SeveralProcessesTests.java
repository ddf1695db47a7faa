package io.e2e.migrations.provision;

import static org.assertj.core.api.Assertions.assertThat;

import io.e2e.migrations.embedded.ForeignServer;
import io.e2e.migrations.testing.ChildJvm;
import io.e2e.migrations.testing.FixedTime;
import io.e2e.migrations.time.Deadline;
import io.e2e.migrations.time.TimeSource;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** JVMs that share a server without knowing of each other. */
class SeveralProcessesTests {

    private static final ForeignServer SERVER = ForeignServer.start();

    @AfterAll
    static void stop() {
        SERVER.close();
    }

    @Test
    void nextWhenTwoProcessesStartAtOnceSharesTheTemplate() throws IOException {
        String contents = "CREATE TABLE a (id int); SELECT pg_sleep(0.2)";
        try (ChildJvm one = ProvisioningProcess.start(SERVER.address(), contents);
                ChildJvm other = ProvisioningProcess.start(SERVER.address(), contents)) {
            List<String> made = List.of(one.report(), other.report());

            assertThat(made.get(0)).isNotEqualTo(made.get(1));
            assertThat(made.stream()
                            .mapToInt(answer -> Integer.parseInt(answer.split(" ")[1]))
                            .sum())
                    .isEqualTo(1);
        }
    }

    @Test
    void cleanupWhenAProcessWasKilledDropsItsDatabasesOnly() throws IOException, SQLException {
        FixedTime time = FixedTime.at("2026-11-22T10:00:00Z");
        try (ExternalServer server = LeftoverCleanupTests.external(SERVER, time);
                ChildJvm killed = ProvisioningProcess.start(SERVER.address(), "CREATE TABLE a (id int)");
                ChildJvm living = ProvisioningProcess.start(SERVER.address(), "CREATE TABLE a (id int)")) {
            String left = killed.report().split(" ")[0];
            String used = living.report().split(" ")[0];
            killed.kill();
            awaitEnd(left);

            server.session().query("SELECT 1");
            time.sleep(Duration.ofHours(1));
            new LeftoverCleanup(server).run();

            assertThat(SERVER.databases("e2e_test_")).contains(used).doesNotContain(left);
        }
    }

    /** A backend notices a moment later that its client is gone. */
    private static void awaitEnd(String database) {
        String owner = DatabaseNames.parse(database).orElseThrow().owner();
        Deadline deadline = Deadline.in(Duration.ofMinutes(1), TimeSource.system());
        while (!SERVER.query("SELECT 1 FROM pg_stat_activity WHERE application_name LIKE '%" + owner + "'")
                        .isEmpty()
                && !deadline.isOver()) {
            deadline.pause(Duration.ofMillis(20));
        }
    }
}
