package io.e2e.migrations.provision;

import static org.assertj.core.api.Assertions.assertThat;

import io.e2e.migrations.config.Secret;
import io.e2e.migrations.database.DatabaseRequest;
import io.e2e.migrations.datasource.HostGuard;
import io.e2e.migrations.datasource.UrlAccess;
import io.e2e.migrations.embedded.ForeignServer;
import io.e2e.migrations.testing.FixedTime;
import io.e2e.migrations.time.TimeSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is cleared away, and above all what is not. */
class LeftoverCleanupTests {

    private static final ForeignServer SERVER = ForeignServer.start();

    private final FixedTime time = FixedTime.at("2026-11-22T10:00:00Z");
    private final ExternalServer server = external(SERVER, this.time);
    private final LeftoverCleanup cleanup = new LeftoverCleanup(this.server);

    @AfterAll
    static void stop() {
        SERVER.close();
    }

    /** The server as its owner sees it, with this clock. */
    static ExternalServer external(ForeignServer server, TimeSource time) {
        return external(server, server.address().user(), server.address().password(), time);
    }

    private static ExternalServer external(ForeignServer server, String user, Secret password, TimeSource time) {
        UrlAccess access = UrlAccess.of(server.address().jdbcUrl(), user, password, new HostGuard(Set.of()));
        return new ExternalServer(
                access.open(DatabaseRequest.defaults()),
                "postgres",
                JdbcConnector.within(Duration.ofSeconds(10)),
                time);
    }

    /** From here on the server's clock is known, and moves with ours. */
    @BeforeEach
    void connect() throws SQLException {
        this.server.session().query("SELECT 1");
    }

    @AfterEach
    void clear() {
        this.server.close();
        Stream.concat(SERVER.databases("e2e_test_").stream(), SERVER.databases("e2e_template_").stream())
                .forEach(name -> SERVER.execute("DROP DATABASE " + name + " WITH (FORCE)"));
    }

    /** A database that this owner made a moment ago by the server's clock. */
    private String made(String owner) throws SQLException {
        String name = new DatabaseNames(owner).next(this.server.now());
        create(name);
        return name;
    }

    private void create(String name) throws SQLException {
        this.server.session().create(name, null, "");
    }

    private List<String> leftovers() throws SQLException {
        return this.cleanup.leftovers(this.server.session());
    }

    @Test
    void runWhenMakerIsDeadDropsWhatIsOldEnough() throws SQLException {
        String name = made("0000dead");
        assertThat(leftovers()).isEmpty();

        this.time.sleep(LeftoverCleanup.YOUNG.plusSeconds(1));
        assertThat(leftovers()).containsExactly(name);
        this.cleanup.run();

        assertThat(SERVER.databases("e2e_test_")).isEmpty();
    }

    @Test
    void leftoversWhenMakerLivesDoNotHoldItsDatabases() throws SQLException {
        made(this.server.owner());
        this.time.sleep(Duration.ofDays(30));

        assertThat(leftovers()).isEmpty();
    }

    @Test
    void leftoversWhenASessionIsInADatabaseDoNotHoldIt() throws SQLException {
        String name = made("0000dead");
        this.time.sleep(Duration.ofDays(30));

        try (Connection connection = SERVER.connect(name)) {
            assertThat(connection.isValid(5)).isTrue();
            assertThat(leftovers()).isEmpty();
        }
    }

    @Test
    void leftoversWhenADatabaseWasKeptHoldItAfterAWeek() throws SQLException {
        String name = made("0000dead");
        this.server.session().comment(name, LeftoverCleanup.KEPT + "a test failed");

        this.time.sleep(LeftoverCleanup.KEPT_FOR.minusMinutes(1));
        assertThat(leftovers()).isEmpty();
        this.time.sleep(Duration.ofMinutes(2));
        assertThat(leftovers()).containsExactly(name);
    }

    @Test
    void leftoversWhenAnotherRoleOwnsADatabaseDoNotHoldIt() throws SQLException {
        SERVER.execute("CREATE DATABASE " + new DatabaseNames("0000dead").next(Instant.EPOCH));

        assertThat(leftovers()).isEmpty();
    }

    @Test
    void leftoversWhenWeAreASuperuserHoldNothingOfOtherRoles() throws SQLException {
        SERVER.execute("CREATE ROLE boss LOGIN SUPERUSER PASSWORD 'b'");
        made("0000dead");
        ensure(TemplateSpec.PREFIX + "z", Contents.of("CREATE TABLE a (id int)"));
        this.time.sleep(Duration.ofDays(30));

        try (ExternalServer boss = external(SERVER, "boss", new Secret("b"), this.time)) {
            LeftoverCleanup superuser = new LeftoverCleanup(boss);
            assertThat(superuser.leftovers(boss.session())).isEmpty();
            assertThat(superuser.unusedTemplates(boss.session())).isEmpty();
        }
        assertThat(leftovers()).hasSize(1);
        assertThat(this.cleanup.unusedTemplates(this.server.session())).hasSize(1);
    }

    /** In the database from which others are made, functions of other roles hide none of PostgreSQL's. */
    @Test
    void sessionLooksForNothingInSchemasOfOthers() throws SQLException {
        assertThat(this.server.session().query("SHOW search_path")).containsExactly("pg_catalog, pg_temp");
    }

    @Test
    void leftoversWhenANameIsAlmostOursDoNotHoldIt() throws SQLException {
        create("e2e_test_of_somebody");
        create("e2e_test_1_0000dead_x");
        this.time.sleep(Duration.ofDays(30));

        assertThat(leftovers()).isEmpty();
    }

    @Test
    void unusedTemplatesWhenNobodyUsedOneForTwoWeeksHoldIt() throws SQLException {
        ensure(TemplateSpec.PREFIX + "x", Contents.of("CREATE TABLE a (id int)"));

        dropUnusedAfter(LeftoverCleanup.UNUSED.minusDays(1));
        assertThat(SERVER.databases("e2e_template_")).containsExactly("e2e_template_x");
        dropUnusedAfter(Duration.ofDays(3));
        assertThat(SERVER.databases("e2e_template_")).isEmpty();
    }

    @Test
    void unusedTemplatesWhenOneWasUsedMeanwhileDoNotHoldIt() throws SQLException {
        Contents contents = Contents.of("CREATE TABLE a (id int)");
        ensure(TemplateSpec.PREFIX + "y", contents);

        this.time.sleep(LeftoverCleanup.UNUSED.minusDays(1));
        ensure(TemplateSpec.PREFIX + "y", contents);
        dropUnusedAfter(Duration.ofDays(3));

        assertThat(SERVER.databases("e2e_template_")).containsExactly("e2e_template_y");
        assertThat(contents.fillings()).isEqualTo(1);
    }

    private void ensure(String name, Contents contents) throws SQLException {
        new TemplateBuilder(this.server, new TemplateSpec(name, contents, Duration.ofSeconds(60))).ensure();
    }

    private void dropUnusedAfter(Duration duration) throws SQLException {
        this.time.sleep(duration);
        this.cleanup.unusedTemplates(this.server.session()).forEach(name -> SERVER.execute("DROP DATABASE " + name));
    }
}
