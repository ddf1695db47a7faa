package io.e2e.migrations.reset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.e2e.migrations.MigrationConfig;
import io.e2e.migrations.MigrationService;
import io.e2e.migrations.database.TargetDatabase;
import io.e2e.migrations.testing.CatalogDirectory;
import io.e2e.migrations.testing.Sql;
import io.e2e.migrations.testing.TestDatabases;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** Resets of tables that our migrations did not create, in a database that is ours alone. */
class OtherDataTests {

    private MigrationConfig config;
    private MigrationService service;
    private TargetDatabase database;

    @BeforeEach
    void open(@TempDir Path directory) {
        this.config = new CatalogDirectory(directory)
                .write("001_a.sql", "-- creates: table a", "CREATE TABLE a (id serial PRIMARY KEY, word text);")
                .config();
        this.service = MigrationService.open(this.config, TestDatabases.access());
        this.database = this.service.database();
    }

    @AfterEach
    void close() {
        this.service.close();
    }

    private void execute(String... statements) {
        Sql.execute(this.database, statements);
    }

    private List<String> rows(String table) {
        return Sql.column(this.database, "SELECT t::text FROM " + table + " t ORDER BY 1");
    }

    private void record() {
        this.service.recordData(this.config, List.of());
    }

    @Test
    void resetWhenTablesOfOthersReferenceOursRestoresThemTogether() {
        this.service.applyMigrations();
        execute(
                "CREATE TABLE item (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name text,"
                        + " length int GENERATED ALWAYS AS (length(name)) STORED, a int REFERENCES a)",
                "INSERT INTO item (name) VALUES ('one'), ('two')",
                "CREATE SCHEMA app",
                "CREATE TABLE app.\"Ord.er\" (id serial PRIMARY KEY, item int REFERENCES item)",
                "INSERT INTO app.\"Ord.er\" (item) VALUES (1)",
                "INSERT INTO a (word) VALUES ('of the start')");
        record();
        for (int round = 1; round <= 2; round++) {
            execute(
                    "INSERT INTO a VALUES (7, 'of a test')",
                    "INSERT INTO item (name, a) VALUES ('three', 7)",
                    "UPDATE app.\"Ord.er\" SET item = 3",
                    "DELETE FROM item WHERE id = 1");

            ResetReport report = this.service.reset();

            assertThat(report.tables()).containsExactly("a", "app.\"Ord.er\"", "item");
            assertThat(report.sequences()).contains("item_id_seq");
            assertThat(rows("item")).containsExactly("(1,one,3,)", "(2,two,3,)");
            assertThat(rows("app.\"Ord.er\"")).containsExactly("(1,1)");
            assertThat(rows("a")).isEmpty();
        }
    }

    @Test
    void resetWhenNothingOfOursIsAppliedRestoresEveryKindOfRelation() {
        execute(
                "CREATE TABLE parent (id int, word text)",
                "CREATE TABLE child (more int) INHERITS (parent)",
                "INSERT INTO parent VALUES (1, 'p')",
                "INSERT INTO child VALUES (2, 'c', 3)",
                "CREATE TABLE part (id int) PARTITION BY RANGE (id)",
                "CREATE TABLE part_1 PARTITION OF part FOR VALUES FROM (0) TO (10)",
                "INSERT INTO part VALUES (1)",
                "CREATE UNLOGGED TABLE unlogged (id int)",
                "CREATE SEQUENCE alone",
                "SELECT nextval('alone')",
                "CREATE MATERIALIZED VIEW counted AS SELECT count(*) FROM parent",
                "CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RAISE ''no''; END'",
                "CREATE TRIGGER refuse BEFORE DELETE ON unlogged FOR EACH ROW EXECUTE FUNCTION refuse()");
        record();
        execute(
                "INSERT INTO child VALUES (4, 'x', 5)",
                "UPDATE parent SET word = 'x'",
                "CREATE TABLE part_2 PARTITION OF part FOR VALUES FROM (10) TO (20)",
                "INSERT INTO part VALUES (11)",
                "INSERT INTO unlogged VALUES (1)",
                "SELECT nextval('alone')",
                "REFRESH MATERIALIZED VIEW counted");

        ResetReport report = this.service.reset();

        assertThat(report.tables()).containsExactly("child", "counted", "parent", "part", "unlogged");
        assertThat(report.sequences()).containsExactly("alone");
        assertThat(rows("parent")).containsExactly("(1,p)", "(2,c)");
        assertThat(rows("part")).containsExactly("(1)");
        assertThat(rows("unlogged")).isEmpty();
        assertThat(rows("counted")).containsExactly("(2)");
        assertThat(this.service.reset().isEmpty()).isTrue();
    }

    @Test
    void resetWhenOtherToolsHaveHistoriesLeavesThem() {
        execute(
                "CREATE TABLE flyway_schema_history (id int)",
                "CREATE TABLE \"Own History\" (id serial)",
                "CREATE TABLE plain (id int)");
        this.service.recordData(this.config, List.of("own HISTORY"));
        execute(
                "INSERT INTO flyway_schema_history VALUES (1)",
                "INSERT INTO \"Own History\" DEFAULT VALUES",
                "INSERT INTO plain VALUES (1)");

        ResetReport report = this.service.reset();

        assertThat(report.tables()).containsExactly("plain");
        assertThat(report.sequences()).isEmpty();
    }

    @Test
    void resetWhenATestMadeTheTableEmptiesItAndLetsItGo() {
        record();
        execute("CREATE TABLE scratch (id serial, word text)", "INSERT INTO scratch (word) VALUES ('x')");

        assertThat(this.service.reset().tables()).containsExactly("scratch");
        assertThat(Sql.value(this.database, "SELECT nextval('scratch_id_seq')")).isEqualTo("1");

        execute("ALTER TABLE scratch ADD more int", "INSERT INTO scratch (word) VALUES ('y')");
        assertThat(this.service.reset().tables()).containsExactly("scratch");
        execute("DROP TABLE scratch");
        assertThat(this.service.reset().isEmpty()).isTrue();
    }

    @Test
    void resetWhenAnotherToolBeganItsHistoryLaterKeepsWhatItMade() {
        record();
        execute(
                "CREATE TABLE flyway_schema_history (id int)",
                "CREATE TABLE seeded (id int)",
                "INSERT INTO seeded VALUES (1)");

        assertThat(this.service.reset().isEmpty()).isTrue();

        execute("DELETE FROM seeded");
        this.service.reset();
        assertThat(rows("seeded")).containsExactly("(1)");
    }

    @Test
    void resetWhenNothingWasRecordedRecordsWhatItFinds() {
        execute("CREATE TABLE plain (id int)", "INSERT INTO plain VALUES (1)");
        assertThat(this.service.reset().isEmpty()).isTrue();

        execute("INSERT INTO plain VALUES (2)");

        assertThat(this.service.reset().tables()).containsExactly("plain");
        assertThat(rows("plain")).containsExactly("(1)");
    }

    @Test
    void resetWhenALaterMigrationMakesTablesRestoresWhatItLeft() {
        record();
        this.service.reset();
        this.service.applyMigrations();
        execute("INSERT INTO a (word) VALUES ('of a test')");

        assertThat(this.service.reset().tables()).containsExactly("a");
    }

    @Test
    void resetWhenTestChangedTheTableInAKeptSessionNamesItUntilThatIsUndone() {
        execute("CREATE SCHEMA app", "CREATE TABLE app.plain (id varchar(5))", "CREATE TABLE gone (id int)");
        record();
        this.service.reset();
        execute("ALTER TABLE app.plain ALTER id TYPE varchar(9)", "ALTER TABLE gone RENAME TO renamed");

        assertThatThrownBy(this.service::reset)
                .isInstanceOf(ChangedTablesException.class)
                .hasMessageContaining("""
                        : these are not as they were when their data was recorded:
                          app.plain: column id character varying(5) is missing; column id character varying(9) is new
                          gone: is missing
                        Nothing was changed.""");

        execute("ALTER TABLE app.plain ALTER id TYPE varchar(5)", "ALTER TABLE renamed RENAME TO gone");
        assertThat(this.service.reset().isEmpty()).isTrue();
    }

    @Test
    @ExtendWith(OutputCaptureExtension.class)
    void recordWhenRowsAreHiddenOrManyLeavesTheTablesAndSaysSo(CapturedOutput output) {
        execute(
                "CREATE TABLE hidden (id int)",
                "ALTER TABLE hidden ENABLE ROW LEVEL SECURITY",
                "ALTER TABLE hidden FORCE ROW LEVEL SECURITY",
                "CREATE TABLE big (id serial, word text)",
                "INSERT INTO big (word) SELECT repeat('x', 1800) FROM generate_series(1, 5000)",
                "CREATE TABLE plain (id int)");
        record();
        execute("INSERT INTO big (word) VALUES ('of a test')", "INSERT INTO plain VALUES (1)");

        ResetReport report = this.service.reset();

        assertThat(report.tables()).containsExactly("plain");
        assertThat(report.sequences()).isEmpty();
        assertThat(output.getOut())
                .containsOnlyOnce(
                        "A reset of " + this.database.description() + " leaves the rows of these tables alone,"
                                + " because it cannot see or keep them all: public.hidden (row security), public.big (9 MB)");
    }

    @Test
    void resetWhenAnotherSchemaHasAHistoryLeavesItToItsOwn() {
        this.service.applyMigrations();
        MigrationConfig other = this.config.withOptions(this.config.options().withSchema("other"));
        this.service.applyMigrations(other);
        record();
        execute("INSERT INTO a (word) VALUES ('x')", "INSERT INTO other.a (word) VALUES ('x')");

        assertThat(this.service.reset().tables()).containsExactly("a");
        assertThat(this.service.reset(other).tables()).containsExactly("a");
    }
}
