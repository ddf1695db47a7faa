package io.e2e.migrations.embedded;

import static io.e2e.migrations.embedded.EmbeddedAccessTests.execute;
import static io.e2e.migrations.embedded.EmbeddedAccessTests.query;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.e2e.migrations.MigrationConfig;
import io.e2e.migrations.config.Secret;
import io.e2e.migrations.database.TargetDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A server that this JVM shares with others, which are real ones. */
@Tag("clusters")
class SharedServerTests {

    private static final MigrationConfig CONFIG = MigrationConfig.defaults();

    private SharedRun run;
    private EmbeddedAccess access;

    @BeforeEach
    void makeARunDirectory() throws IOException {
        this.run = SharedRun.create();
        this.access = EmbeddedAccess.with(this.run.settings());
    }

    @AfterEach
    void removeIt() throws IOException {
        this.run.close();
    }

    @Test
    void anotherJvmGetsADatabaseOfItsOwnOnTheSameServer() throws Exception {
        try (TargetDatabase ours = this.access.open(CONFIG);
                ChildJvm child = this.run.child()) {
            assertThat(child.read().port()).isEqualTo(port(ours));
            assertThat(ours.address().orElseThrow().database()).isEqualTo("action_history");
            assertThat(child.read().database()).isEqualTo("action_history_2");
            assertThat(child.report()).startsWith("slm_user0\nembedded PostgreSQL 18.6 at 127.0.0.1:");
            assertThat(query(ours, "SELECT to_regclass('filled')")).containsExactly((String) null);
        }
    }

    @Test
    void templateThatAnotherJvmFilledIsNotFilledAgain() throws Exception {
        List<String> filled = new ArrayList<>();
        try (ChildJvm child = this.run.child()) {
            child.read();
            try (TargetDatabase same = template("child", filled).open(CONFIG);
                    TargetDatabase other = template("other", filled).open(CONFIG);
                    TargetDatabase third = template("third", filled).open(CONFIG)) {
                assertThat(query(same, "SELECT count(*) FROM filled")).containsExactly("0");
                assertThat(query(other, "SELECT name FROM templates")).containsExactly("other");
                assertThat(query(third, "SELECT name FROM templates")).containsExactly("third");
                assertThat(filled).containsExactly("other", "third");
                assertThat(this.run.servers()).hasSize(1);
            }
        }
    }

    @Test
    void anotherPasswordGetsAnotherServer() throws Exception {
        try (TargetDatabase random = this.access.open(CONFIG);
                TargetDatabase one = this.access.open(CONFIG.withPostgresPassword(new Secret("one")));
                TargetDatabase same = this.access.open(CONFIG.withPostgresPassword(new Secret("one")));
                TargetDatabase two = this.access.open(CONFIG.withPostgresPassword(new Secret("two\n=\\ü")))) {
            assertThat(Stream.of(random, one, two).map(SharedServerTests::port)).doesNotHaveDuplicates();
            assertThat(port(same)).isEqualTo(port(one));
            assertThat(query(two, "SELECT 1")).containsExactly("1");
            assertThat(this.run.servers()).hasSize(3);
        }
    }

    @Test
    void anotherIdleTimeoutOrParameterGetsAnotherServer() throws Exception {
        EmbeddedSettings patient = this.run.settings().withIdleTimeout(SharedRun.IDLE.multipliedBy(2));
        try (TargetDatabase usual = this.access.open(CONFIG);
                TargetDatabase other = EmbeddedAccess.with(patient).open(CONFIG)) {
            assertThat(port(other)).isNotEqualTo(port(usual));
        }
    }

    @Test
    void databaseThatIsClosedIsDroppedEvenIfItWasTheLastOfThisJvm() throws Exception {
        try (ChildJvm child = this.run.child()) {
            child.read();
            this.access.open(CONFIG).close();

            assertThat(SharedRun.await(() -> databases().equals(List.of("action_history"))))
                    .isTrue();
        }
    }

    @Test
    void nameThatPostgresRefusesIsRefusedHereToo() {
        assertThatThrownBy(() -> this.access.open(CONFIG.withPostgresDb("template1")))
                .isInstanceOfSatisfying(
                        EmbeddedDatabaseException.class,
                        ex -> assertThat(ex.sqlState()).isEqualTo("42P04"));
    }

    @Test
    void nobodyElseMayReadWhatLiesInItsDirectory() throws Exception {
        try (TargetDatabase database = this.access.open(CONFIG)) {
            boolean other = RunAsChoice.forThisProcess().isOther();
            assertThat(mode(this.run.server())).isEqualTo(other ? "rwx--x--x" : "rwx------");
            assertThat(mode(new Door(this.run.server()).address())).isEqualTo("rw-------");
            assertThat(mode(LeaseFile.directory(this.run.server()))).isEqualTo("rwx------");
            assertThat(query(database, "SELECT 1")).containsExactly("1");
        }
    }

    @Test
    void passwordsStandInNoArgumentListAndNoLog() throws Exception {
        Secret given = new Secret("a-given-password");
        try (TargetDatabase database = this.access.open(CONFIG.withPostgresPassword(given));
                ChildJvm child = this.run.child()) {
            child.read();
            for (Path server : this.run.servers()) {
                SharedAddress address = SharedAddress.read(server).orElseThrow();
                List<String> secrets =
                        List.of(address.superuser().value(), address.password().value());
                assertThat(commandLines()).noneMatch(line -> secrets.stream().anyMatch(line::contains));
                assertThat(child.output()).doesNotContain(secrets);
                assertThat(filesWith(server, secrets)).containsExactly(new Door(server).address());
            }
            assertThat(query(database, "SELECT 1")).containsExactly("1");
        }
    }

    @Test
    void sessionThatWasLostIsOpenedAnew() throws Exception {
        try (TargetDatabase first = this.access.open(CONFIG)) {
            try (var superuser = this.run.superuser();
                    var statement = superuser.createStatement()) {
                statement.execute("SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
                        + " WHERE pid <> pg_backend_pid()");
            }
            // The first try finds out, as any client does.
            try {
                this.access.open(CONFIG).close();
            } catch (EmbeddedDatabaseException ex) {
                assertThat(ex.sqlState()).isEqualTo("57P01");
            }
            try (TargetDatabase second = this.access.open(CONFIG)) {
                assertThat(port(second)).isEqualTo(port(first));
            }
        }
    }

    private EmbeddedAccess template(String name, List<String> filled) {
        return this.access.withTemplate(new EmbeddedAccess.Template(name, database -> {
            filled.add(name);
            try {
                execute(database, "CREATE TABLE templates AS SELECT '" + name + "' AS name");
            } catch (SQLException ex) {
                throw new IllegalStateException(ex);
            }
        }));
    }

    private List<String> databases() throws IOException, SQLException {
        List<String> names = new ArrayList<>();
        try (var superuser = this.run.superuser();
                var statement = superuser.createStatement();
                var rows = statement.executeQuery(
                        "SELECT datname FROM pg_database WHERE datname LIKE 'action%' ORDER BY 1")) {
            while (rows.next()) {
                names.add(rows.getString(1));
            }
        }
        return names;
    }

    private static int port(TargetDatabase database) {
        return database.address().orElseThrow().port();
    }

    private static String mode(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    private static List<String> commandLines() {
        return ProcessHandle.allProcesses()
                .map(process -> String.join(" ", Processes.arguments(process)))
                .toList();
    }

    private static List<Path> filesWith(Path root, List<String> secrets) throws IOException {
        List<Path> found = new ArrayList<>();
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.filter(Files::isRegularFile)
                    .filter(file -> !file.startsWith(root.resolve("data")))
                    .toList()) {
                String text = Files.readString(file, java.nio.charset.StandardCharsets.ISO_8859_1);
                if (secrets.stream().anyMatch(text::contains)) {
                    found.add(file);
                }
            }
        }
        return found;
    }
}
