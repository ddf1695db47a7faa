package io.e2e.migrations.reset;

import static org.assertj.core.api.Assertions.assertThat;

import io.e2e.migrations.MigrationService;
import io.e2e.migrations.session.DatabaseSession;
import io.e2e.migrations.testing.CatalogDirectory;
import io.e2e.migrations.testing.SchemaContents;
import io.e2e.migrations.testing.SharedDatabase;
import io.e2e.migrations.time.TimeSource;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Seeds of every kind come back as they were, past whatever triggers and keys the tables have. */
@ParameterizedClass
@EnumSource(Mode.class)
class RestoredRowsTests {

    private final SharedDatabase database = SharedDatabase.create();

    @TempDir
    private Path directory;

    @Parameter
    private Mode mode;

    /** Migrates with these statements, spoils the result with others, and resets it. */
    private Map<String, List<String>> reset(String header, String up, String... spoil) {
        CatalogDirectory catalog = new CatalogDirectory(this.directory).write("001_a.sql", header, up);
        MigrationService.open(catalog.config(), this.database.access()).applyMigrations();
        SchemaContents migrated = SchemaContents.of(this.database);
        this.database.execute(spoil);
        assertThat(SchemaContents.of(this.database)).isNotEqualTo(migrated);
        try (DatabaseSession session = DatabaseSession.open(this.database, catalog.options(), TimeSource.system())) {
            Map<String, List<String>> found = this.mode.reset(session, "public");
            assertThat(SchemaContents.of(this.database)).isEqualTo(migrated);
            assertThat(this.mode.reset(session, "public")).isEmpty();
            return found;
        }
    }

    @Test
    void everyTypeKeepsItsValueToTheLetter() {
        reset("-- creates: table a", """
                CREATE TYPE mood AS ENUM ('sad', 'glad');
                CREATE TYPE pair AS (x int, y text);
                CREATE DOMAIN positive AS int CHECK (VALUE > 0);
                CREATE TABLE a (
                    id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
                    gone int DEFAULT 7,
                    doubled int GENERATED ALWAYS AS (number * 2) STORED,
                    number positive,
                    "odd ""name" text,
                    plain json, parsed jsonb, bytes bytea, wide numeric, wide_float float8, narrow_float float4,
                    moment timestamptz, wall timestamp, day date, clock timetz, span interval,
                    flag boolean, letters char(5), address inet, bits bit varying, feeling mood, two pair,
                    words text[], boxes int[][], period tstzrange, vector tsvector, point point, id2 uuid
                );
                ALTER TABLE a DROP COLUMN gone;
                INSERT INTO a (number, "odd ""name", plain, parsed, bytes, wide, wide_float, narrow_float, moment, wall,
                    day, clock, span, flag, letters, address, bits, feeling, two, words, boxes, period, vector, point, id2)
                VALUES (21, E'a "b" \\\\ ''c'' \\n $1 %s', '{ "b" : 1,  "a":  [ ] , "b" : 2 }', '{"b": 1.50, "a": null}',
                    '\\xdeadbeef00', 123456789012345678901234567890.123456789, 0.1::float8 + 0.2::float8, 0.1,
                    '2026-01-02 03:04:05.678901+02', 'infinity', '0044-03-15 BC', '12:00:00-03', '-1 year 2 days 03:00:00.5',
                    false, 'ab', '::1/64', B'0101', 'glad', (1, 'x,"y"'), ARRAY['a', NULL, 'c,d', ''], '{{1,2},{3,4}}',
                    '[2026-01-01 00:00+00,)', 'fat:2 cat:1A', '(1.5,2.5)', '00000000-0000-0000-0000-000000000001'),
                    (1, NULL, 'null', 'null', '', 'NaN', '-Infinity', 'NaN', '-infinity', NULL, 'infinity', NULL, '1 mon',
                    NULL, '', NULL, B'', NULL, NULL, '{}', '{}', 'empty', '', NULL, NULL);""", "DELETE FROM a WHERE number = 1", "UPDATE a SET moment = now()");
    }

    @Test
    void triggersDoNotSeeTheResetAndAreAsTheyWere() {
        Map<String, List<String>> found = reset(
                "-- creates: table a, seen\n-- creates: function note",
                """
                CREATE TABLE a (id int PRIMARY KEY, word text);
                CREATE TABLE seen (what text);
                INSERT INTO a VALUES (1, 'one'), (2, 'two');
                -- +goose StatementBegin
                CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN
                    INSERT INTO seen VALUES (TG_NAME || TG_OP);
                    RETURN NULL;
                END $$;
                -- +goose StatementEnd
                CREATE TRIGGER guards BEFORE INSERT OR DELETE ON a FOR EACH ROW EXECUTE FUNCTION note();
                CREATE TRIGGER notes AFTER INSERT OR DELETE ON a FOR EACH STATEMENT EXECUTE FUNCTION note();
                CREATE TRIGGER notes_always AFTER INSERT OR DELETE ON a FOR EACH STATEMENT EXECUTE FUNCTION note();
                CREATE TRIGGER notes_replica AFTER INSERT OR DELETE ON a FOR EACH STATEMENT EXECUTE FUNCTION note();
                CREATE TRIGGER notes_never AFTER INSERT OR DELETE ON a FOR EACH STATEMENT EXECUTE FUNCTION note();
                ALTER TABLE a ENABLE ALWAYS TRIGGER notes_always, ENABLE REPLICA TRIGGER notes_replica,
                    DISABLE TRIGGER notes_never;""",
                "UPDATE a SET word = 'three' WHERE id = 2");

        assertThat(found).isEqualTo(Map.of("TABLE", List.of("a")));
        assertThat(this.database.query(
                        "SELECT tgname || ' ' || tgenabled::text FROM pg_trigger WHERE NOT tgisinternal ORDER BY 1"))
                .containsExactly("guards O", "notes O", "notes_always A", "notes_never D", "notes_replica R");
    }

    @Test
    void tablesThatReferenceEachOtherComeBackTogether() {
        reset("-- creates: table a, b", """
                CREATE TABLE a (id int PRIMARY KEY, b int);
                CREATE TABLE b (id int PRIMARY KEY, a int REFERENCES a ON DELETE RESTRICT);
                ALTER TABLE a ADD FOREIGN KEY (b) REFERENCES b DEFERRABLE INITIALLY DEFERRED;
                INSERT INTO a VALUES (1, NULL), (2, NULL);
                INSERT INTO b VALUES (1, 1), (2, 2);
                UPDATE a SET b = id;""", "UPDATE a SET b = NULL", "DELETE FROM b WHERE id = 2");
    }

    @Test
    void anUnchangedTableWhoseRowsReferenceAChangedOneStaysAsItIs() {
        Map<String, List<String>> found =
                reset("-- creates: table a, b", """
                CREATE TABLE a (id int PRIMARY KEY, word text);
                CREATE TABLE b (id int PRIMARY KEY, a int REFERENCES a ON DELETE CASCADE);
                INSERT INTO a VALUES (1, 'one'), (2, 'two');
                INSERT INTO b VALUES (1, 1), (2, 2);""", "UPDATE a SET word = 'other' WHERE id = 1");

        assertThat(found).isEqualTo(Map.of("TABLE", List.of("a")));
    }

    @Test
    void anApplicationMayReferenceSeedsThatDidNotChange() {
        Map<String, List<String>> found = reset(
                "-- creates: table a, b",
                "CREATE TABLE a (id int PRIMARY KEY); CREATE TABLE b (id int); INSERT INTO a VALUES (1);",
                "CREATE SCHEMA app",
                "CREATE TABLE app.own (a int REFERENCES a)",
                "INSERT INTO app.own VALUES (1)",
                "INSERT INTO b VALUES (1)");

        assertThat(found).isEqualTo(Map.of("TABLE", List.of("b")));
        assertThat(this.database.query("SELECT a FROM app.own")).containsExactly("1");
    }

    @Test
    void seedsOfPartitionsComeBack() {
        reset(
                "-- creates: table a\n-- creates: partition a1, a2 of a",
                """
                CREATE TABLE a (id int, word text) PARTITION BY LIST (id);
                CREATE TABLE a1 PARTITION OF a FOR VALUES IN (1);
                CREATE TABLE a2 PARTITION OF a FOR VALUES IN (2) PARTITION BY LIST (word);
                CREATE TABLE a2x PARTITION OF a2 FOR VALUES IN ('x');
                INSERT INTO a VALUES (1, 'one'), (2, 'x');""",
                "DELETE FROM a WHERE id = 2",
                "INSERT INTO a VALUES (1, 'more')");
    }

    @Test
    void rowsOfAPartitionThatATestMadeGo() {
        reset(
                "-- creates: table a",
                "CREATE TABLE a (id int) PARTITION BY LIST (id);",
                "CREATE TABLE a1 PARTITION OF a FOR VALUES IN (1)",
                "INSERT INTO a VALUES (1)");
    }

    @Test
    void rowSecurityDoesNotHideRowsFromTheOwner() {
        reset("-- creates: table a", """
                CREATE TABLE a (id int);
                ALTER TABLE a ENABLE ROW LEVEL SECURITY;
                INSERT INTO a VALUES (1);""", "INSERT INTO a VALUES (2)");
    }

    @Test
    void rulesDoNotSeeTheResetAndAreAsTheyWere() {
        reset("-- creates: table a, seen", """
                CREATE TABLE a (id int PRIMARY KEY, word text);
                CREATE TABLE seen (what text);
                INSERT INTO a VALUES (1, 'one'), (2, 'two');
                CREATE RULE keeps AS ON DELETE TO a DO INSTEAD NOTHING;
                CREATE RULE notes AS ON INSERT TO a DO ALSO INSERT INTO seen VALUES ('insert');
                ALTER TABLE a ENABLE ALWAYS RULE notes;""", "UPDATE a SET word = 'three' WHERE id = 2");

        assertThat(
                        this.database.query(
                                "SELECT rulename || ' ' || ev_enabled::text FROM pg_rewrite WHERE ev_class = 'a'::regclass ORDER BY 1"))
                .containsExactly("keeps O", "notes A");
    }

    @Test
    void rowsWithoutAnyColumnToInsertComeBack() {
        reset(
                "-- creates: table a, b",
                "CREATE TABLE a (); INSERT INTO a DEFAULT VALUES; CREATE TABLE b (c int GENERATED ALWAYS AS (7) STORED);"
                        + " INSERT INTO b DEFAULT VALUES;",
                "DELETE FROM a",
                "DELETE FROM b");
    }

    @Test
    void keysThatUseFunctionsOfTheSchemaComeBack() {
        reset("-- creates: table a, function short, shorter", """
                CREATE FUNCTION short(word text) RETURNS text LANGUAGE sql IMMUTABLE AS 'SELECT left(word, 2)';
                -- +goose StatementBegin
                CREATE FUNCTION shorter(word text) RETURNS text LANGUAGE plpgsql IMMUTABLE
                    AS 'BEGIN RETURN left(short(word), 1); END';
                -- +goose StatementEnd
                CREATE TABLE a (word text CHECK (shorter(word) <> 'z'));
                CREATE INDEX a_shorter ON a (shorter(word));
                INSERT INTO a VALUES ('one');""", "DELETE FROM a");
    }

    @Test
    void namesAreQuoted() {
        reset(
                "-- creates: table Or\"der's",
                "CREATE TABLE \"Or\"\"der's\" (id serial, \"group\" int, r int); INSERT INTO \"Or\"\"der's\" (\"group\") VALUES (1);",
                "INSERT INTO \"Or\"\"der's\" (\"group\") VALUES (2)");
    }

    @Test
    void aTableInAnotherSchemaOfTheSameNameIsLeftAlone() {
        this.database.execute("CREATE SCHEMA other", "CREATE TABLE other.a (id int)", "INSERT INTO other.a VALUES (1)");

        reset("-- creates: table a", "CREATE TABLE a (id int);", "INSERT INTO a VALUES (1)");

        assertThat(this.database.query("SELECT id FROM other.a")).containsExactly("1");
    }
}
