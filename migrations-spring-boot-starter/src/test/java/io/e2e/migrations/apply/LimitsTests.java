package io.e2e.migrations.apply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.e2e.migrations.MigrationConfig;
import io.e2e.migrations.MigrationService;
import io.e2e.migrations.config.MigrationException;
import io.e2e.migrations.config.MigrationOptions.Timeouts;
import io.e2e.migrations.database.DatabaseAccess;
import io.e2e.migrations.datasource.DataSourceAccess;
import io.e2e.migrations.datasource.HostGuard;
import io.e2e.migrations.session.ConnectTimeoutException;
import io.e2e.migrations.session.ConnectionLostException;
import io.e2e.migrations.testing.CatalogDirectory;
import io.e2e.migrations.testing.FaultProxy;
import io.e2e.migrations.testing.FaultProxy.Direction;
import io.e2e.migrations.testing.FaultProxy.Fault;
import io.e2e.migrations.testing.FaultProxy.Harm;
import io.e2e.migrations.testing.SchemaContents;
import io.e2e.migrations.testing.SharedDatabase;
import io.e2e.migrations.time.RunCanceledException;
import io.e2e.migrations.time.RunTimeoutException;
import io.e2e.migrations.time.WaitInterruptedException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postgresql.ds.PGSimpleDataSource;

/** Each limit ends what it limits on the client's side too, and nothing stays on the server. */
@Timeout(60)
class LimitsTests {

    private static final Duration SHORT = Duration.ofMillis(300);

    private static final Duration CONNECT = Duration.ofSeconds(3);

    private static final Timeouts LIMITS =
            new Timeouts(CONNECT, Duration.ofSeconds(5), Duration.ofSeconds(1), Duration.ofSeconds(30));

    private static final String OTHERS = "SELECT pid::text FROM pg_stat_activity WHERE datname = current_database()"
            + " AND pid <> pg_backend_pid() AND state <> 'idle'";

    private final SharedDatabase database = SharedDatabase.create();

    @TempDir
    private Path directory;

    private MigrationConfig slow(String... statements) {
        CatalogDirectory catalog = new CatalogDirectory(this.directory)
                .write("001_a.sql", "-- creates: table a", "CREATE TABLE a (id int);")
                .write("002_b.sql", "-- creates: table b", "CREATE TABLE b (id int);" + String.join("", statements));
        return catalog.config();
    }

    private static MigrationConfig limited(MigrationConfig config, Timeouts limits) {
        return config.withOptions(config.options().withTimeouts(limits));
    }

    @ParameterizedTest
    @CsvSource({"TO_SERVER, 30, true", "TO_CLIENT, 60, true"})
    void applyWhenWireStallsConnectsAgainAndLeavesTheSame(Direction direction, int message, boolean half) {
        MigrationConfig config = limited(slow("INSERT INTO b VALUES (1), (2);"), LIMITS);
        SharedDatabase undisturbed = SharedDatabase.create();
        MigrationService.open(config, undisturbed.access()).applyMigrations();
        try (FaultProxy proxy = FaultProxy.to(this.database)) {
            proxy.arm(new Fault(Harm.STALL, direction, message, half));
            DatabaseAccess access = request -> proxy.database(CONNECT);

            MigrationReport report = MigrationService.open(config, access).applyMigrations();

            assertThat(proxy.isDone()).isTrue();
            assertThat(report.applied()).hasSize(2);
            String rows = "SELECT file || checksum FROM e2e_migrations.public ORDER BY rank";
            assertThat(this.database.query(rows)).isEqualTo(undisturbed.query(rows));
            assertThat(this.database.query("SELECT id FROM b ORDER BY id")).containsExactly("1", "2");
            assertThat(SchemaContents.of(this.database)).isEqualTo(SchemaContents.of(undisturbed));
        }
    }

    @Test
    void connectWhenDataSourceNeverAnswersNamesLimit() {
        try (FaultProxy proxy = FaultProxy.to(this.database)) {
            proxy.arm(new Fault(Harm.STALL, Direction.TO_CLIENT, 2, true));
            PGSimpleDataSource source = new PGSimpleDataSource();
            source.setURL(proxy.address().jdbcUrl());
            source.setUser(proxy.address().user());
            source.setPassword(proxy.address().password().value());
            DatabaseAccess access = new DataSourceAccess(() -> source, new HostGuard(Set.of()));

            assertThatThrownBy(() -> MigrationService.open(limited(slow(), LIMITS.withConnect(SHORT)), access)
                            .applyMigrations())
                    .isInstanceOf(ConnectTimeoutException.class)
                    .hasMessageStartingWith("No answer from the application's database")
                    .hasMessageContaining("within 300 ms.");
        }
    }

    @ParameterizedTest
    @CsvSource({"true", "false"})
    void verifyOrResetWhenWireStallsSaysWhichLimit(boolean verify) {
        MigrationConfig config = limited(slow(), LIMITS);
        MigrationService.open(config, this.database.access()).applyMigrations();
        try (FaultProxy proxy = FaultProxy.to(this.database);
                MigrationService service = MigrationService.open(config, request -> proxy.database(CONNECT))) {
            service.database();
            proxy.arm(new Fault(Harm.STALL, Direction.TO_SERVER, 20, false));

            Throwable failure = catchThrowable(verify ? service::verifyMigrations : service::reset);

            assertThat(failure)
                    .isInstanceOf(ConnectionLostException.class)
                    .hasMessageContaining("although a statement may take 1000 ms (e2e.migrations.statement-timeout)")
                    .hasMessageContaining("the connection is taken for dead.");
            service.verifyMigrations();
            service.reset();
        }
    }

    @Test
    void applyWhenManyStatementsTakeLongerThanOneMayGoesOn() {
        String sleep = "DO $$BEGIN PERFORM pg_sleep(0.6); END$$;";
        String[] statements = {sleep, sleep, sleep, sleep};

        MigrationReport report = MigrationService.open(limited(slow(statements), LIMITS), this.database.access())
                .applyMigrations();

        assertThat(report.applied()).hasSize(2);
        assertThat(this.database.connections()).isEqualTo(2); // the second one asked whether the server still works
    }

    @Test
    void applyWhenRunTakesTooLongIsCanceledOnTheServer() {
        MigrationConfig config =
                limited(slow("SELECT pg_sleep(50);"), Timeouts.defaults().withRun(SHORT));

        assertThatThrownBy(() ->
                        MigrationService.open(config, this.database.access()).applyMigrations())
                .isInstanceOf(RunTimeoutException.class)
                .hasMessage("""
                        The run did not end within 300 ms (e2e.migrations.run-timeout). At last it waited for an answer \
                        from the shared database.
                        Action: Find out what takes so long, or raise e2e.migrations.run-timeout, and run again: each \
                        migration is applied as a whole or not at all, and applied ones are not applied again.""");
        assertThat(this.database.query(OTHERS)).isEmpty();
    }

    @Test
    void applyWhenThreadIsInterruptedIsCanceledOnTheServer() throws Exception {
        MigrationService service = MigrationService.open(slow(), this.database.access());
        CompletableFuture<Throwable> failure = new CompletableFuture<>();
        Thread runner = new Thread(() -> {
            Throwable thrown = catchThrowable(service::applyMigrations);
            failure.complete(Thread.currentThread().isInterrupted() ? thrown : new AssertionError("no flag", thrown));
        });
        blocked(runner, runner::interrupt);

        assertThat(failure.get()).isInstanceOf(WaitInterruptedException.class).hasMessage("""
                        The thread was interrupted while it waited for an answer from the shared database.
                        Action: Run it again; each migration is applied as a whole or not at all.""");
        assertThat(this.database.query(OTHERS)).isEmpty();
        assertThat(service.applyMigrations().applied()).isNotEmpty();
    }

    @Test
    void applyWhenServiceIsClosedIsCanceledOnTheServer() throws Exception {
        MigrationService service = MigrationService.open(slow(), this.database.access());
        CompletableFuture<Throwable> failure = new CompletableFuture<>();
        blocked(new Thread(() -> failure.complete(catchThrowable(service::applyMigrations))), service::close);

        assertThat(failure.get())
                .isInstanceOf(RunCanceledException.class)
                .satisfies(error -> assertThat(((MigrationException) error).problem())
                        .isEqualTo(
                                "The run was canceled because its service was closed. At last it waited for an answer from the"
                                        + " shared database."));
        assertThat(this.database.query(OTHERS)).isEmpty();
    }

    /** Runs while another session has a table of the same name under way, and ends it from outside. */
    private void blocked(Thread runner, Runnable end) throws Exception {
        try (Connection blocker = this.database.connect();
                Statement statement = blocker.createStatement()) {
            blocker.setAutoCommit(false);
            statement.execute("CREATE TABLE b (id int)");
            runner.start();
            this.database.awaitBackendWaitingForLock();
            end.run();
            runner.join();
            blocker.rollback();
        }
    }
}
