package io.e2e.migrations.provision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.e2e.migrations.MigrationConfig;
import io.e2e.migrations.config.Secret;
import io.e2e.migrations.database.DatabaseAddress;
import io.e2e.migrations.database.DatabaseTemplate;
import io.e2e.migrations.database.TargetDatabase;
import io.e2e.migrations.datasource.HostGuard;
import io.e2e.migrations.datasource.UrlAccess;
import io.e2e.migrations.embedded.ForeignServer;
import io.e2e.migrations.session.DatabaseUnreachableException;
import io.e2e.migrations.testing.FakePooler;
import io.e2e.migrations.testing.FixedTime;
import io.e2e.migrations.testing.LoggedLines;
import io.e2e.migrations.testing.Sql;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Databases on a server that is not ours. */
class ExternalServerTests {

    private static final ForeignServer SERVER = ForeignServer.start();
    private static final MigrationConfig CONFIG = MigrationConfig.defaults();

    private static final String TEST = "e2e_test_";
    private static final String TEMPLATE = "e2e_template_";

    @AfterAll
    static void stop() {
        SERVER.close();
    }

    private static DatabaseProvisioner as(String user, String password, String maintenance) {
        return as(user, password, maintenance, null);
    }

    private static DatabaseProvisioner as(
            String user, String password, String maintenance, @Nullable DatabaseTemplate contents) {
        UrlAccess access =
                UrlAccess.of(SERVER.address().jdbcUrl(), user, new Secret(password), new HostGuard(Set.of()));
        return ExternalServer.provisioner(
                access, maintenance, CONFIG.databaseRequest(), new InitialContents(contents, null));
    }

    private static DatabaseProvisioner provisioner(@Nullable DatabaseTemplate contents) {
        DatabaseAddress address = SERVER.address();
        return as(address.user(), address.password().value(), "postgres", contents);
    }

    private static List<String> rows(TargetDatabase database) {
        return Sql.column(database, "SELECT id FROM a ORDER BY id");
    }

    private static String name(TargetDatabase database) {
        return database.address().orElseThrow().database();
    }

    private static @Nullable String templateOf(Contents contents) {
        TemplateSpec template = TemplateSpec.of(contents, CONFIG.databaseRequest());
        return template == null ? null : template.name();
    }

    @Test
    void nextWhenThereAreContentsGivesACopyOfThemEachTime() {
        try (DatabaseProvisioner provisioner = provisioner(Contents.of("CREATE TABLE a AS SELECT 1 id"));
                TargetDatabase one = provisioner.next();
                TargetDatabase other = provisioner.next()) {
            Sql.execute(one, "INSERT INTO a VALUES (2)");

            assertThat(rows(one)).containsExactly("1", "2");
            assertThat(rows(other)).containsExactly("1");
            assertThat(one.isCopyOfTemplate()).isTrue();
            assertThat(one.description())
                    .isEqualTo("PostgreSQL at 127.0.0.1:" + SERVER.address().port() + "/" + name(one));
        }
    }

    @Test
    void provisionerWhenTheServerIsBehindAPoolerRefuses() throws IOException {
        try (FakePooler pooler = FakePooler.start(SERVER.address())) {
            DatabaseAddress address = pooler.address();
            UrlAccess access =
                    UrlAccess.of(address.jdbcUrl(), address.user(), address.password(), new HostGuard(Set.of()));

            assertThatThrownBy(() -> ExternalServer.provisioner(
                            access, "postgres", CONFIG.databaseRequest(), new InitialContents(null, null)))
                    .isInstanceOf(PoolerException.class)
                    .hasMessage("""
                            the application's database at %s is reached through a connection pooler (such as PgBouncer, Odyssey,\
                             pgcat, Supavisor or RDS Proxy), which may run each transaction in another session of the server. The\
                             lock and the settings of a run would reach other clients. Nothing was changed.
                            Action: Use the server's own host and port in place of the pooler's, in spring.datasource.url of the\
                             tests or for the migrations. A pooler in session mode is refused too, because it looks the same to a\
                             client.""", address.plainUrl());
        }
    }

    @Test
    void sessionWhenTheServerIsGoneWaitsForItOnce() throws SQLException {
        FixedTime time = FixedTime.at("2026-11-22T10:00:00Z");
        ForeignServer gone = ForeignServer.start();
        JdbcConnector connector = JdbcConnector.within(Duration.ofSeconds(10));
        ExternalServer server = new ExternalServer(
                new JdbcDatabase(gone.address(), connector, "a database", false, () -> {}),
                "postgres",
                connector,
                time);
        server.session().query("SELECT 1");
        server.dropSession().query("SELECT 1");
        gone.close();

        assertThatThrownBy(() -> server.dropSession().query("SELECT 1")).isInstanceOf(SQLException.class);
        assertThat(time.passed()).isZero();
        assertThatThrownBy(() -> server.session().query("SELECT 1")).isInstanceOf(SQLException.class);
        assertThat(time.passed()).isEqualTo(Duration.ofSeconds(30));
        assertThatThrownBy(() -> server.session().query("SELECT 1")).isInstanceOf(SQLException.class);
        assertThat(time.passed()).isEqualTo(Duration.ofSeconds(30));
        server.close();
    }

    @Test
    void nextWhenThereAreNoContentsIsEmpty() {
        try (DatabaseProvisioner provisioner = provisioner(null);
                TargetDatabase database = provisioner.next()) {
            Sql.execute(database, "CREATE TABLE a (id int)");

            assertThat(database.isCopyOfTemplate()).isFalse();
        }
    }

    @Test
    void openWhenAnEarlierRunBuiltTheTemplateUsesIt() {
        Contents contents = Contents.of("CREATE TABLE a AS SELECT 2 id");
        for (int run = 1; run <= 2; run++) {
            try (DatabaseProvisioner provisioner = provisioner(contents);
                    TargetDatabase database = provisioner.next()) {
                assertThat(name(database)).startsWith(TEST);
            }
        }

        assertThat(contents.fillings()).isEqualTo(1);
        assertThat(SERVER.databases(TEMPLATE)).contains(templateOf(contents));
    }

    @Test
    void openWhenSeveralOpenAtOnceBuildsTheTemplateOnce() {
        Contents contents = Contents.of("CREATE TABLE a AS SELECT 3 id");
        List<Thread> threads = IntStream.range(0, 4)
                .mapToObj(number -> new Thread(() -> {
                    try (DatabaseProvisioner provisioner = provisioner(contents)) {
                        provisioner.next().close();
                    }
                }))
                .toList();
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            join(thread);
        }

        assertThat(contents.fillings()).isEqualTo(1);
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException ex) {
            throw new IllegalStateException(ex);
        }
    }

    @Test
    void connectWhenDatabaseIsATemplateIsRefused() {
        Contents contents = Contents.of("CREATE TABLE a AS SELECT 4 id");
        try (DatabaseProvisioner provisioner = provisioner(contents)) {
            provisioner.next().close();
        }

        assertThatThrownBy(() -> SERVER.connect(String.valueOf(templateOf(contents))))
                .isInstanceOfSatisfying(
                        SQLException.class, ex -> assertThat(ex.getSQLState()).isEqualTo("55000"));
    }

    @Test
    void openWhenFillingFailsLeavesNothing() {
        Contents contents = Contents.of("CREATE TABLE a AS SELECT 1 / 0 id");

        assertThatThrownBy(() -> provisioner(contents)).isInstanceOf(IllegalStateException.class);

        assertThat(SERVER.databases(TEMPLATE)).doesNotContain(templateOf(contents));
        assertThat(SERVER.query("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND classid = 1697801588"))
                .containsExactly("0");
    }

    @Test
    void nextWhenTemplateWasDroppedMeanwhileBuildsItAgain() {
        Contents contents = Contents.of("CREATE TABLE a AS SELECT 5 id");
        try (DatabaseProvisioner provisioner = provisioner(contents)) {
            SERVER.execute("DROP DATABASE " + templateOf(contents));
            try (TargetDatabase database = provisioner.next()) {
                assertThat(rows(database)).containsExactly("5");
            }
        }
        assertThat(contents.fillings()).isEqualTo(2);
    }

    @Test
    void closeWhenDatabasesAreLeftDropsThemAndKeepsTheTemplate() {
        Contents contents = Contents.of("CREATE TABLE a AS SELECT 6 id");
        DatabaseProvisioner provisioner = provisioner(contents);
        String closed = name(closed(provisioner.next()));
        String open = name(provisioner.next());
        assertThat(SERVER.databases(TEST)).contains(open).doesNotContain(closed);

        provisioner.close();

        assertThat(SERVER.databases(TEST)).doesNotContain(open);
        assertThat(SERVER.databases(TEMPLATE)).contains(templateOf(contents));
    }

    private static TargetDatabase closed(TargetDatabase database) {
        database.close();
        return database;
    }

    @Test
    @SuppressWarnings("try") // closed early, to see what is left
    void keepWhenEverythingIsClosedLeavesTheDatabaseWithItsReason() {
        String kept;
        DatabaseAddress address = SERVER.address();
        try (DatabaseProvisioner provisioner = provisioner(null)) {
            TargetDatabase database = provisioner.next();
            kept = name(database);
            assertThat(provisioner.keep(database, "a test failed"))
                    .isEqualTo(
                            address.withDatabase(kept).plainUrl() + " as slm_user with its usual password, for 7 days");
            database.close();
        }

        assertThat(SERVER.query(
                        "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = '" + kept + "'"))
                .containsExactly("kept by e2e-migrations: a test failed");
        SERVER.execute("DROP DATABASE " + kept);
    }

    @Test
    void nextWhenADatabaseWasAdoptedGivesCopiesOfIt() throws SQLException {
        try (DatabaseProvisioner provisioner = provisioner(Contents.of("CREATE TABLE a AS SELECT 7 id"))) {
            TargetDatabase model = provisioner.next();
            Sql.execute(model, "INSERT INTO a VALUES (8)");
            try (Connection staying = model.connect()) {
                provisioner.adopt(model);
                assertThat(staying.isValid(5)).isFalse();
            }

            assertThat(rows(provisioner.next())).containsExactly("7", "8");
            assertThatThrownBy(model::connect).isInstanceOf(SQLException.class);
        }
    }

    /** Another role of the server, which may do as much as ours. */
    @BeforeAll
    static void createNeighbor() {
        SERVER.execute("CREATE ROLE neighbor LOGIN CREATEDB PASSWORD 'n'");
    }

    private static void neighborMakes(String template) {
        SERVER.execute("CREATE DATABASE " + template + " OWNER neighbor IS_TEMPLATE true");
    }

    private static void drop(String template) {
        SERVER.execute("ALTER DATABASE " + template + " IS_TEMPLATE false");
        SERVER.execute("DROP DATABASE " + template);
    }

    private static void assertThatItIsRefused(ThrowingCallable action, String template) {
        assertThatThrownBy(action)
                .isInstanceOf(ForeignTemplateException.class)
                .hasMessage("The database " + template + " on PostgreSQL at 127.0.0.1:"
                        + SERVER.address().port()
                        + " has the name of the template for these tests, but belongs to the role neighbor, which is neither"
                        + " the role of the tests nor one that it is a member of. It is not used, because triggers in it"
                        + " would run with the rights of the tests.\n"
                        + "Action: Find out who made it. As its owner or an administrator: ALTER DATABASE " + template
                        + " IS_TEMPLATE false; DROP DATABASE " + template
                        + ". The next run builds the template itself.");
        assertThat(SERVER.databases(TEST)).isEmpty();
        drop(template);
    }

    @Test
    void openWhenAnotherRoleMadeTheTemplateFirstRefusesIt() {
        Contents contents = Contents.of("CREATE TABLE a AS SELECT 11 id");
        neighborMakes(templateOf(contents));

        assertThatItIsRefused(() -> provisioner(contents), templateOf(contents));
        assertThat(contents.fillings()).isZero();
    }

    /** For whom {@code pg_has_role} holds with every role. */
    @Test
    void openWhenASuperuserFindsAnotherRolesTemplateRefusesIt() {
        SERVER.execute("CREATE ROLE boss LOGIN SUPERUSER PASSWORD 'b'");
        Contents contents = Contents.of("CREATE TABLE a AS SELECT 12 id");
        neighborMakes(templateOf(contents));

        assertThatItIsRefused(() -> as("boss", "b", "postgres", contents), templateOf(contents));
    }

    @Test
    void openWhenAnotherRoleMakesTheTemplateMeanwhileRefusesIt() {
        String name = templateOf(new Contents("meanwhile", empty -> {}));
        Contents contents = new Contents("meanwhile", empty -> neighborMakes(name));

        assertThatItIsRefused(() -> provisioner(contents), name);
    }

    @Test
    void nextWhenAnotherRolesDatabaseHasTakenThePlaceOfTheTemplateRefusesIt() {
        Contents contents = Contents.of("CREATE TABLE a AS SELECT 13 id");
        try (DatabaseProvisioner provisioner = provisioner(contents)) {
            SERVER.execute("DROP DATABASE " + templateOf(contents));
            neighborMakes(templateOf(contents));

            assertThatItIsRefused(provisioner::next, templateOf(contents));
        }
    }

    @Test
    void nextWhenTheTemplateWasBuiltAgainMeanwhileCopiesTheNewOne() {
        Contents contents = Contents.of("CREATE TABLE a AS SELECT 14 id");
        try (DatabaseProvisioner first = provisioner(contents)) {
            SERVER.execute("DROP DATABASE " + templateOf(contents));
            provisioner(contents).close();

            assertThat(rows(first.next())).containsExactly("14");
            assertThat(contents.fillings()).isEqualTo(2);
        }
    }

    @Test
    void openWhenTheTemplateBelongsToARoleThatOursIsAMemberOfUsesIt() {
        SERVER.execute("CREATE ROLE team");
        SERVER.execute("GRANT team TO slm_user");
        Contents contents = Contents.of("CREATE TABLE a AS SELECT 15 id");
        SERVER.execute("CREATE DATABASE " + templateOf(contents) + " OWNER team IS_TEMPLATE true");
        try (DatabaseProvisioner provisioner = provisioner(contents)) {
            provisioner.next().close();
            assertThat(contents.fillings()).isZero();
        } finally {
            drop(templateOf(contents));
        }
    }

    @Test
    void openWhenAnotherRoleWantsToEnterTheTemplateWhileItIsBuiltKeepsItOut() {
        List<String> refusals = new ArrayList<>();
        Contents contents = new Contents("entering", empty -> {
            DatabaseAddress address = empty.address().orElseThrow();
            assertThatThrownBy(() -> DriverManager.getConnection(address.jdbcUrl(), "neighbor", "n"))
                    .isInstanceOfSatisfying(SQLException.class, ex -> refusals.add(ex.getSQLState()));
        });

        provisioner(contents).close();

        assertThat(refusals).containsExactly("42501");
    }

    @Test
    void nextWhenAnotherRoleHasSettingsOfItsOwnInTheTemplateLeavesThemOut() {
        Contents contents = Contents.of("CREATE TABLE a AS SELECT 16 id");
        try (DatabaseProvisioner provisioner = provisioner(contents)) {
            SERVER.execute("ALTER ROLE neighbor IN DATABASE " + templateOf(contents) + " SET work_mem = '5MB'");

            assertThat(rows(provisioner.next())).containsExactly("16");
        }
    }

    private static void inTemplate1(String sql) throws SQLException {
        try (Connection connection = SERVER.connect("template1");
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Test
    void nextWhenOthersHavePutSomethingIntoTemplate1CopiesTemplate0() throws SQLException {
        SERVER.execute("CREATE DATABASE template0 IS_TEMPLATE true");
        SERVER.execute("GRANT CREATE ON DATABASE template1 TO slm_user");
        inTemplate1("CREATE SCHEMA left_by_others");
        String schemas = "SELECT count(*) FROM pg_namespace WHERE nspname = 'left_by_others'";
        try (LoggedLines log = new LoggedLines("io.e2e.migrations.provision");
                DatabaseProvisioner ours = provisioner(null);
                DatabaseProvisioner neighbor = as("neighbor", "n", "postgres")) {
            assertThat(Sql.column(ours.next(), schemas)).containsExactly("1");
            assertThat(Sql.column(neighbor.next(), schemas)).containsExactly("0");
            assertThat(log.lines())
                    .contains("New databases on PostgreSQL at 127.0.0.1:"
                            + SERVER.address().port()
                            + " are copies of template0, because template1 holds objects of slm_user");
        } finally {
            inTemplate1("DROP SCHEMA left_by_others");
        }
    }

    @Test
    void openWhenRoleMayNotCreateDatabasesFails() {
        SERVER.execute("CREATE ROLE modest LOGIN PASSWORD 'm'");

        assertThatThrownBy(() -> as("modest", "m", "postgres"))
                .isInstanceOf(CreateDatabaseDeniedException.class)
                .hasMessage("The role modest lacks the right CREATEDB on PostgreSQL at 127.0.0.1:"
                        + SERVER.address().port()
                        + ", which e2e.migrations.isolation needs there: each context, class or test gets a new database.\n"
                        + "Action: As an administrator: ALTER ROLE \"modest\" CREATEDB. Or set"
                        + " e2e.migrations.isolation=none and use @ResetData for fresh data.");
    }

    @Test
    void openWhenServerRefusesTheRoleQuotesTheServer() {
        SERVER.execute("CREATE ROLE frugal LOGIN CREATEDB PASSWORD 'f' CONNECTION LIMIT 0");

        assertThatThrownBy(() -> as("frugal", "f", "postgres"))
                .isInstanceOf(DatabaseUnreachableException.class)
                .hasMessageContaining("too many connections for role \"frugal\" (SQLSTATE 53300)");
    }

    @Test
    void sessionWhenMaintenanceDatabaseIsThereIsInIt() {
        assertThat(whereOwnersAre("postgres")).containsOnly("postgres");
        assertThat(whereOwnersAre("action_history")).containsOnly("action_history");
    }

    @Test
    void sessionWhenThereIsNoMaintenanceDatabaseIsInTheConfiguredOne() {
        assertThat(whereOwnersAre("no_such_database")).containsOnly("action_history");
    }

    private static List<@Nullable String> whereOwnersAre(String maintenance) {
        DatabaseAddress address = SERVER.address();
        try (DatabaseProvisioner provisioner =
                as(address.user(), address.password().value(), maintenance)) {
            provisioner.next();
            return SERVER.query("SELECT datname FROM pg_stat_activity WHERE application_name LIKE '"
                    + ExternalServer.APPLICATION + "%'");
        }
    }
}
