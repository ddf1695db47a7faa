package io.e2e.migrations.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.e2e.migrations.MigrationConfig;
import io.e2e.migrations.config.Secret;
import io.e2e.migrations.database.DatabaseAddress;
import io.e2e.migrations.database.DatabaseSupply;
import io.e2e.migrations.database.TargetDatabase;
import io.e2e.migrations.datasource.HostGuard;
import io.e2e.migrations.datasource.UrlAccess;
import io.e2e.migrations.embedded.ForeignServer;
import io.e2e.migrations.time.TimeSource;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class TemplateServerTests {

    private static final ForeignServer SERVER = ForeignServer.start();
    private static final MigrationConfig CONFIG = MigrationConfig.defaults();

    private static final String TEST = "e2e_test_";
    private static final String TEMPLATE = "e2e_template_";

    @AfterAll
    static void stop() {
        SERVER.close();
    }

    private static TemplateServer as(String user, String password, String maintenance) {
        UrlAccess access =
                UrlAccess.of(SERVER.address().jdbcUrl(), user, new Secret(password), new HostGuard(Set.of(), false));
        return new TemplateServer(access, maintenance, TimeSource.system());
    }

    private static TemplateServer server() {
        DatabaseAddress address = SERVER.address();
        return as(address.user(), address.password().value(), "postgres");
    }

    private static List<String> rows(TargetDatabase database) throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT string_agg(id::text, ',' ORDER BY id) FROM a")) {
            row.next();
            return List.of(String.valueOf(row.getString(1)));
        }
    }

    private static void execute(TargetDatabase database, String sql) throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String name(TargetDatabase database) {
        return database.address().orElseThrow().database();
    }

    private static @Nullable String templateOf(Contents contents) {
        return TemplateOrder.of(contents, CONFIG.databaseRequest()).name();
    }

    @Test
    void eachDatabaseHoldsTheContentsAndNothingOfTheOthers() throws SQLException {
        try (DatabaseSupply supply =
                        server().supply(CONFIG.databaseRequest(), new Contents("CREATE TABLE a AS SELECT 1 id"));
                TargetDatabase one = supply.next();
                TargetDatabase other = supply.next()) {
            execute(one, "INSERT INTO a VALUES (2)");

            assertThat(rows(one)).containsExactly("1,2");
            assertThat(rows(other)).containsExactly("1");
            assertThat(one.isCopyOfTemplate()).isTrue();
            assertThat(one.description())
                    .isEqualTo("PostgreSQL at 127.0.0.1:" + SERVER.address().port() + "/" + name(one)
                            + ", a database of its own");
        }
    }

    @Test
    void withoutContentsADatabaseIsEmpty() throws SQLException {
        try (DatabaseSupply supply = server().supply(CONFIG.databaseRequest(), null);
                TargetDatabase database = supply.next()) {
            execute(database, "CREATE TABLE a (id int)");

            assertThat(database.isCopyOfTemplate()).isFalse();
        }
    }

    @Test
    void aLaterRunFindsTheTemplate() {
        Contents contents = new Contents("CREATE TABLE a AS SELECT 2 id");
        for (int run = 1; run <= 2; run++) {
            try (DatabaseSupply supply = server().supply(CONFIG.databaseRequest(), contents);
                    TargetDatabase database = supply.next()) {
                assertThat(name(database)).startsWith(TEST);
            }
        }

        assertThat(contents.fillings()).isEqualTo(1);
        assertThat(SERVER.databases(TEMPLATE)).contains(templateOf(contents));
    }

    @Test
    void severalAtOnceBuildItOnce() {
        Contents contents = new Contents("CREATE TABLE a AS SELECT 3 id");
        List<Thread> threads = IntStream.range(0, 4)
                .mapToObj(number -> new Thread(() -> {
                    try (DatabaseSupply supply = server().supply(CONFIG.databaseRequest(), contents)) {
                        supply.next().close();
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
    void nobodyCanEnterTheTemplate() {
        Contents contents = new Contents("CREATE TABLE a AS SELECT 4 id");
        try (DatabaseSupply supply = server().supply(CONFIG.databaseRequest(), contents)) {
            supply.next().close();
        }

        assertThatThrownBy(() -> SERVER.connect(String.valueOf(templateOf(contents))))
                .isInstanceOfSatisfying(
                        SQLException.class, ex -> assertThat(ex.getSQLState()).isEqualTo("55000"));
    }

    @Test
    void whatCannotBeFilledLeavesNothingBehind() {
        Contents contents = new Contents("CREATE TABLE a AS SELECT 1 / 0 id");

        assertThatThrownBy(() -> server().supply(CONFIG.databaseRequest(), contents))
                .isInstanceOf(IllegalStateException.class);

        assertThat(SERVER.databases(TEMPLATE)).doesNotContain(templateOf(contents));
        assertThat(SERVER.query("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND classid = 1697801588"))
                .containsExactly("0");
    }

    @Test
    void aTemplateThatIsClearedAwayMeanwhileIsBuiltAgain() throws SQLException {
        Contents contents = new Contents("CREATE TABLE a AS SELECT 5 id");
        try (DatabaseSupply supply = server().supply(CONFIG.databaseRequest(), contents)) {
            SERVER.execute("DROP DATABASE " + templateOf(contents));
            try (TargetDatabase database = supply.next()) {
                assertThat(rows(database)).containsExactly("5");
            }
        }
        assertThat(contents.fillings()).isEqualTo(2);
    }

    @Test
    void closingDropsWhatIsLeftAndTheTemplateStays() {
        Contents contents = new Contents("CREATE TABLE a AS SELECT 6 id");
        DatabaseSupply supply = server().supply(CONFIG.databaseRequest(), contents);
        String closed = name(closed(supply.next()));
        String open = name(supply.next());
        assertThat(SERVER.databases(TEST)).contains(open).doesNotContain(closed);

        supply.close();

        assertThat(SERVER.databases(TEST)).doesNotContain(open);
        assertThat(SERVER.databases(TEMPLATE)).contains(templateOf(contents));
    }

    private static TargetDatabase closed(TargetDatabase database) {
        database.close();
        return database;
    }

    @Test
    @SuppressWarnings("try") // closed early, to see what is left
    void aDatabaseThatIsKeptStaysWithItsReason() {
        String kept;
        try (DatabaseSupply supply = server().supply(CONFIG.databaseRequest(), null)) {
            TargetDatabase database = supply.next();
            kept = name(database);
            supply.keep(database, "a test failed");
            database.close();
        }

        assertThat(SERVER.query(
                        "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = '" + kept + "'"))
                .containsExactly("kept by e2e-migrations: a test failed");
        SERVER.execute("DROP DATABASE " + kept);
    }

    @Test
    void aModelIsWhatFollowingDatabasesHold() throws SQLException {
        try (DatabaseSupply supply =
                server().supply(CONFIG.databaseRequest(), new Contents("CREATE TABLE a AS SELECT 7 id"))) {
            TargetDatabase model = supply.next();
            execute(model, "INSERT INTO a VALUES (8)");
            try (Connection staying = model.connect()) {
                supply.adopt(model);
                assertThat(staying.isValid(5)).isFalse();
            }

            assertThat(rows(supply.next())).containsExactly("7,8");
            assertThatThrownBy(model::connect).isInstanceOf(SQLException.class);
        }
    }

    @Test
    void aRoleThatMayNotCreateDatabasesIsTold() {
        SERVER.execute("CREATE ROLE modest LOGIN PASSWORD 'm'");

        assertThatThrownBy(() -> as("modest", "m", "postgres").supply(CONFIG.databaseRequest(), null))
                .isInstanceOf(CreateDatabaseDeniedException.class)
                .hasMessage("The role modest lacks the right CREATEDB on 127.0.0.1:"
                        + SERVER.address().port()
                        + ", which e2e.migrations.isolation needs there: each context, class or test gets a new database.\n"
                        + "Action: As an administrator: ALTER ROLE \"modest\" CREATEDB. Or set"
                        + " e2e.migrations.isolation=none and use @ResetData for fresh data.");
    }

    @Test
    void aServerThatRefusesToCreateIsQuoted() {
        SERVER.execute("CREATE ROLE frugal LOGIN CREATEDB PASSWORD 'f' CONNECTION LIMIT 0");

        assertThatThrownBy(() -> as("frugal", "f", "postgres").supply(CONFIG.databaseRequest(), null))
                .isInstanceOfSatisfying(
                        TemplateServerException.class,
                        ex -> assertThat(ex.sqlState()).isEqualTo("53300"));
    }

    @Test
    void databasesAreMadeFromTheMaintenanceDatabase() {
        assertThat(whereOwnersAre("postgres")).containsOnly("postgres");
        assertThat(whereOwnersAre("action_history")).containsOnly("action_history");
    }

    @Test
    void whereThereIsNoneTheConfiguredOneServes() {
        assertThat(whereOwnersAre("no_such_database")).containsOnly("action_history");
    }

    private static List<@Nullable String> whereOwnersAre(String maintenance) {
        DatabaseAddress address = SERVER.address();
        try (DatabaseSupply supply =
                as(address.user(), address.password().value(), maintenance).supply(CONFIG.databaseRequest(), null)) {
            supply.next();
            return SERVER.query("SELECT datname FROM pg_stat_activity WHERE application_name LIKE '"
                    + Administration.APPLICATION + "%'");
        }
    }
}
