package io.e2e.migrations.embedded;

import static io.e2e.migrations.embedded.EmbeddedAccessTests.query;
import static org.assertj.core.api.Assertions.assertThat;

import io.e2e.migrations.MigrationConfig;
import io.e2e.migrations.database.TargetDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Databases whose JVM is gone, on a server that this JVM shares. */
@Tag("clusters")
class ReaperTests {

    private static final Duration AT_ONCE = Duration.ZERO;
    private static final Duration LATER = Duration.ofMinutes(5);

    private SharedRun run;
    private TargetDatabase ours;
    private Path root;

    @BeforeEach
    void shareAServer() throws IOException {
        this.run = SharedRun.create();
        this.ours = EmbeddedAccess.with(this.run.settings()).open(MigrationConfig.defaults());
        this.root = this.run.server();
    }

    @AfterEach
    void leaveIt() throws IOException {
        this.ours.close();
        this.run.close();
    }

    @Test
    void databaseOfAKilledJvmGoesWhenItIsOld() throws Exception {
        Files.createFile(LeaseFile.directory(this.root).resolve("killed"));
        make("a", "killed");

        reap(LATER);
        assertThat(databases()).containsExactly("a", "action_history");
        reap(AT_ONCE);
        assertThat(databases()).containsExactly("action_history");
    }

    @Test
    void databaseOfAJvmThatHasLeftGoesAtOnce() throws Exception {
        make("a", "left");

        reap(LATER);
        assertThat(databases()).containsExactly("action_history");
    }

    @Test
    void databaseThatNobodyNotedGoesWhenItIsOld() throws Exception {
        make("a", null);

        reap(LATER);
        assertThat(databases()).containsExactly("a", "action_history");
        reap(AT_ONCE);
        assertThat(databases()).containsExactly("action_history");
    }

    @Test
    void databaseOfAJvmThatLivesStaysThoughNobodyIsConnected() throws Exception {
        try (ChildJvm child = this.run.child()) {
            child.read();

            reap(AT_ONCE);
            assertThat(databases()).containsExactly("action_history", "action_history_2");
        }
    }

    @Test
    void databaseThatSomebodyIsConnectedToStays() throws Exception {
        make("a", "left");
        Connector there = SharedServer.superuser(SharedAddress.read(this.root).orElseThrow(), Duration.ofSeconds(30))
                .in("a");
        try (Connection connected = there.connect()) {
            reap(AT_ONCE);
            assertThat(databases()).containsExactly("a", "action_history");
            assertThat(connected.isValid(5)).isTrue();
        }
    }

    @Test
    void databaseThatIsKeptStays() throws Exception {
        make("a", "left");
        try (Connection superuser = this.run.superuser()) {
            new DatabaseClaims(superuser).keep("a");
        }
        reap(AT_ONCE);
        assertThat(databases()).containsExactly("a", "action_history");
    }

    @Test
    void templateStaysWhenItsMakerIsGone() throws Exception {
        ChildJvm child = this.run.child();
        child.read();
        child.exit();

        reap(AT_ONCE);
        assertThat(query(this.ours, "SELECT count(*) FROM pg_database WHERE NOT datallowconn"))
                .containsExactly("1");
        assertThat(databases()).containsExactly("action_history");
    }

    @Test
    void nextJvmReapsInTheBackground() throws Exception {
        make("a", "left");
        try (ChildJvm child = this.run.child()) {
            child.read();

            assertThat(SharedRun.await(() -> !databases().contains("a"))).isTrue();
        }
    }

    private void make(String database, @Nullable String lease) throws Exception {
        try (Connection superuser = this.run.superuser();
                var statement = superuser.createStatement()) {
            statement.execute("CREATE DATABASE " + database);
            if (lease != null) {
                new DatabaseClaims(superuser).add(database, lease);
            }
        }
    }

    private void reap(Duration killed) throws IOException, SQLException {
        try (Connection superuser = this.run.superuser()) {
            new Reaper(this.root, killed).run(superuser);
        }
    }

    private List<String> databases() throws IOException, SQLException {
        List<String> names = new ArrayList<>();
        try (Connection superuser = this.run.superuser();
                var statement = superuser.createStatement();
                var rows = statement.executeQuery("SELECT datname FROM pg_database WHERE datname <> 'template1'"
                        + " AND datname NOT LIKE 'e2e%' ORDER BY 1")) {
            while (rows.next()) {
                names.add(rows.getString(1));
            }
        }
        return names;
    }
}
