package io.e2e.migrations.dialect;

import static io.e2e.migrations.dialect.ForeignFiles.files;
import static org.assertj.core.api.Assertions.assertThat;

import io.e2e.migrations.config.MigrationFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The formats whose files begin with a number, each with what is special in it. */
class NumberedReaderTests {

    @Test
    void gooseWhenAFileHasWhatGooseAcceptsIsReadAsGooseDoes() {
        assertThat(files().file(
                                "00002_b.sql",
                                "-- note: a comment at the head is no header",
                                "-- +goose Up",
                                "SELECT 1;",
                                "-- +goose NO TRANSACTION",
                                "CREATE FUNCTION f() RETURNS int",
                                "-- +goose StatementBegin",
                                "AS $$ SELECT 1; $$ LANGUAGE sql;",
                                "-- +goose StatementEnd",
                                "-- +goose statementbegin",
                                "SELECT 2; SELECT 3;",
                                "-- +goose StatementEnd",
                                "-- +goose Down",
                                "DROP FUNCTION f();")
                        .file("00002_a.sql", "-- +goose Up", "-- +goose Down")
                        .file("1_first.sql", "-- +goose Up", "SELECT 0")
                        .file("3_code.go")
                        .file("3_code_test.go")
                        .file("seed.sql", "-- +goose Up", "SELECT 'never';")
                        .shown())
                .isEqualTo("""
                        GOOSE
                        001|first|1_first.sql up [2:SELECT 0] down []
                        002|a|00002_a.sql up [] down []
                        002|b|00002_b.sql without transaction up [3:SELECT 1, 5:CREATE FUNCTION f() RETURNS int
                        -- +goose StatementBegin
                        AS $$ SELECT 1; $$ LANGUAGE sql, 10:SELECT 2;
                        SELECT 3] down [13:DROP FUNCTION f()]
                        ignored: seed.sql
                        not SQL: 3_code.go""");
    }

    @Test
    void gooseWhenGooseWouldRefuseAFileNamesFileAndLine() {
        assertThat(files().file("1_a.sql", "SELECT 1;", "-- +goose Up")
                        .file("2_b.sql", "-- +goose Up", "-- +goose ENVSUB ON", "SELECT '${X}';")
                        .file("3_c.sql", "-- +goose Up", "SELECT 1;", "-- +goose Up")
                        .file("4_d.sql", "-- +goose Down", "SELECT 1;")
                        .file("5_e.sql", "-- +goose Up", "  -- +goose Down", "DROP TABLE t;")
                        .file("6_f.sql", "-- +goose Up", "-- +goose StatementBegin", "SELECT 1;")
                        .file("7_g.sql", "SELECT 7;")
                        .file("8_h.sql", "-- +goose Upp", "SELECT 8;")
                        .shown())
                .isEqualTo("""
                        1_a.sql, line 1 and 7_g.sql, line 1: SQL before the mark of goose that begins the Up section
                        2_b.sql, line 2: "-- +goose ENVSUB ON" is not supported: environment variables are never inserted into SQL; write the value, or ${name} with e2e.migrations.placeholders.name
                        3_c.sql, line 3: "-- +goose Up" begins a second Up section
                        4_d.sql, line 1: "-- +goose Down" does not follow an Up section
                        5_e.sql, line 2: "-- +goose Down" must be at the very start of its line, because goose looks for it there
                        6_f.sql, line 2: the block that begins here is not ended
                        8_h.sql, line 1: "-- +goose Upp" is not a mark that goose knows""");
    }

    @Test
    void dbmateWhenSectionsHaveOptionsReadsThem() {
        assertThat(files().file(
                                "20240102_b.sql",
                                "-- migrate:up transaction:false",
                                "CREATE INDEX CONCURRENTLY i ON t (x)",
                                "",
                                "-- migrate:down",
                                "DROP INDEX i;")
                        .file("20240101_a.sql", "-- A comment.", "-- migrate:up", "-- migrate:down")
                        .shown())
                .isEqualTo("""
                        DBMATE
                        20240101|a|20240101_a.sql up [] down []
                        20240102|b|20240102_b.sql without transaction up [2:CREATE INDEX CONCURRENTLY i ON t (x)] down [5:DROP INDEX i]""");
    }

    @Test
    void sqlMigrateWhenAFileHasSectionsAndBlocksReadsThem() {
        assertThat(files().file(
                                "2-b.sql",
                                "-- +migrate Up notransaction",
                                "VACUUM;",
                                "-- +migrate Down",
                                "SELECT 'down';",
                                "-- +migrate Up",
                                "SELECT 'up again';")
                        .file(
                                "10-c.sql",
                                "-- +migrate Up",
                                "-- +migrate StatementBegin",
                                "CREATE FUNCTION f() RETURNS int AS $$ SELECT 1; $$ LANGUAGE sql;",
                                "-- +migrate StatementEnd")
                        .file("2-a.sql", "-- +migrate Up", "SELECT 'a';")
                        .file("last.sql", "-- +migrate Up", "SELECT 'last';")
                        .shown())
                .isEqualTo("""
                        SQL_MIGRATE
                        002|a|2-a.sql up [2:SELECT 'a'] down []
                        002|b|2-b.sql without transaction up [2:VACUUM, 6:SELECT 'up again'] down [4:SELECT 'down']
                        010|c|10-c.sql up [3:CREATE FUNCTION f() RETURNS int AS $$ SELECT 1; $$ LANGUAGE sql] down []
                        |last|last.sql up [2:SELECT 'last'] down []""");
    }

    @Test
    void golangMigrateWhenFilesHaveSiblingsReadsDownFromThem() {
        assertThat(files().file("10_c.up.sql", "SELECT 10;")
                        .file("2_b.up.sql", "BEGIN; SELECT 2; COMMIT;")
                        .file("2_b.down.sql", "SELECT -2;")
                        .file("2_a.up.sql", "")
                        .file("3_gone.down.sql", "SELECT -3;")
                        .file("1542_code.up.go")
                        .file("1542_code.down.go")
                        .shown())
                .isEqualTo("""
                        GOLANG_MIGRATE
                        002|a|2_a.up.sql up [] down []
                        002|b|2_b.up.sql up [1:BEGIN, 1:SELECT 2, 1:COMMIT] down [1:SELECT -2]
                        010|c|10_c.up.sql up [1:SELECT 10] down []
                        not SQL: 1542_code.up.go""");
    }

    @Test
    void sqlxWhenFilesAreReversibleOrNotReadsBoth() {
        assertThat(files().file("1_a.sql", "-- no-transaction", "CREATE INDEX CONCURRENTLY i ON t (x);")
                        .file("2_b.up.sql", "SELECT 2;")
                        .file("2_b.down.sql", "SELECT -2;")
                        .shown())
                .isEqualTo("""
                        SQLX
                        001|a|1_a.sql without transaction up [2:CREATE INDEX CONCURRENTLY i ON t (x)] down []
                        002|b|2_b.up.sql up [1:SELECT 2] down [1:SELECT -2]""");
    }

    @ParameterizedTest
    @CsvSource({"PLAIN, ''", "GOOSE, -- +goose Up", "GOLANG_MIGRATE, ''", "SQL_MIGRATE, -- +migrate Up"})
    void numberWhenTwoDirectoriesHaveItIsAnError(MigrationFormat format, String mark) {
        assertThat(files().as(format)
                        .file("1_a.up.sql", mark)
                        .in("file:/other")
                        .file("01_b.up.sql", mark)
                        .shown())
                .isEqualTo(
                        "01_b.up.sql in file:/other and 1_a.up.sql in file:/sql: both have the number 001, and nothing"
                                + " says which directory is first; give each file a number of its own");
    }

    @Test
    void numberWhenTwoSubdirectoriesHaveItIsAnError() {
        assertThat(files().file("0/01_a.sql", "SELECT 1;")
                        .file("0/03_c.sql", "SELECT 3;")
                        .file("1/01_b.sql", "SELECT 2;")
                        .shown())
                .isEqualTo(
                        "0/01_a.sql in file:/sql and 1/01_b.sql in file:/sql: both have the number 001, and nothing says"
                                + " which directory is first; give each file a number of its own");
    }

    @ParameterizedTest
    @CsvSource({"SQLX, '', sqlx", "DBMATE, -- migrate:up, dbmate"})
    void numberWhenTheToolKeepsItAsAKeyIsAnErrorTwice(MigrationFormat format, String mark, String shown) {
        assertThat(files().as(format)
                        .file("1_a.sql", mark)
                        .file("01_b.sql", mark)
                        .shown())
                .isEqualTo("01_b.sql in file:/sql and 1_a.sql in file:/sql: the number 001 is used twice, which "
                        + shown + " refuses; rename one of them");
    }

    @Test
    void plainWhenNumbersHavePartsIsInTheirOrder() {
        assertThat(files().file("10-c.sql", "SELECT 10;")
                        .file("1.10 b.sql", "SELECT 110;")
                        .file("1.9.a.sql", "SELECT 19;")
                        .file("sub/2_in.sql", "SELECT 2;")
                        .file("20240101_120000_x.sql", "-- an ordinary comment", "-- note: this too")
                        .file("11_load.py")
                        .file("docker-compose.yml")
                        .shown())
                .isEqualTo("""
                        PLAIN
                        1.9|a|1.9.a.sql up [1:SELECT 19] down []
                        1.10|b|1.10 b.sql up [1:SELECT 110] down []
                        002|in|sub/2_in.sql up [1:SELECT 2] down []
                        010|c|10-c.sql up [1:SELECT 10] down []
                        20240101|120000_x|20240101_120000_x.sql up [] down []
                        not SQL: 11_load.py""");
    }

    @Test
    void plainWhenAFileHasNoNumberHasNoOrderUnlessItIsAlone() {
        assertThat(files().file("schema.sql", "SELECT 1;").shown()).isEqualTo("""
                PLAIN
                |schema|schema.sql up [1:SELECT 1] down []""");
        assertThat(files().file("schema.sql", "SELECT 1;")
                        .file("1_a.sql", "SELECT 1;")
                        .shown())
                .isEqualTo("schema.sql: the name does not begin with a number, which gives the order; rename it, run it"
                        + " before the others with e2e.migrations.run-first, or leave it out with"
                        + " e2e.migrations.leave-out");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2_b.rollback.sql",
                "2_b_down.sql",
                "2-b-undo.sql",
                "revert/2_b.sql",
                "down/2_b.sql",
                "rollback_2.sql",
                "2_b.undo.sql"
            })
    void fileWhenItsNameSaysThatItRevertsIsRefused(String name) {
        assertThat(files().file("1_a.sql", "SELECT 1;")
                        .file(name, "DROP TABLE t;")
                        .shown())
                .isEqualTo(
                        name + ": the name says that the file reverts something, in a way that we do not read; leave it"
                                + " out with e2e.migrations.leave-out, or name it as golang-migrate does, 1_name.down.sql");
    }

    @Test
    void subdirectoryWhenTheToolLooksIntoNoneIsRefused() {
        assertThat(files().file("1_a.up.sql", "SELECT 1;")
                        .file("seeds/2_b.up.sql", "SELECT 2;")
                        .shown())
                .isEqualTo("seeds/2_b.up.sql: golang-migrate looks into no subdirectory; add the directory to"
                        + " e2e.migrations.locations, or leave it out with e2e.migrations.leave-out=seeds/");
        assertThat(files().with(options -> options.withLeaveOut("seeds/"))
                        .file("1_a.up.sql", "SELECT 1;")
                        .file("seeds/2_b.up.sql", "SELECT 2;")
                        .read()
                        .leftOut())
                .containsExactly("seeds/2_b.up.sql");
    }

    @Test
    void idWhenTwoLocationsHaveItIsRefused() {
        assertThat(files().file("1_a.sql", "SELECT 1;")
                        .in("file:/other")
                        .file("1_a.sql", "SELECT 2;")
                        .shown())
                .isEqualTo("1_a.sql: several locations have this file, and the history tells files by their paths;"
                        + " rename one of them");
    }

    @Test
    void dbmateWhenNumbersHaveDifferentLengthsComparesThemAsTexts() {
        assertThat(files().file("9_a.sql", "-- migrate:up", "SELECT 9;")
                        .file("10_b.sql", "-- migrate:up", "SELECT 10;")
                        .read()
                        .migrations())
                .extracting(ForeignMigration::id)
                .containsExactly("10_b.sql", "9_a.sql");
    }

    @Test
    void gooseWhenANumberIsNotFollowedByAnUnderscoreIgnoresTheFileAsGooseDoes() {
        assertThat(files().file("1_a.sql", "-- +goose Up", "SELECT 1;")
                        .file("2-b.sql", "-- +goose Up", "SELECT 2;")
                        .read()
                        .ignored())
                .containsExactly("2-b.sql");
    }

    @Test
    void fileWhenItIsForAnotherDatabaseOrNotInLowerCaseIsRefused() {
        assertThat(files().file("postgres/1_a.sql", "SELECT 1;")
                        .file("mysql/4_a.sql", "SELECT 1;")
                        .file("postgres/2_b.SQL", "SELECT 2;")
                        .file("postgres/3_c.sql", "# --- !Ups", "SELECT 3;")
                        .shown())
                .isEqualTo("""
                        mysql/4_a.sql: the directory is named for another database; set e2e.migrations.locations to that of PostgreSQL, or leave this one out with e2e.migrations.leave-out=mysql/
                        postgres/2_b.SQL: tools look for .sql in lower case; rename the file
                        postgres/3_c.sql, line 1: "# --- !Ups" is a mark of Play, whose evolutions are not read""");
    }

    @Test
    void fileWhenItsNameSaysThatItIsForAnotherDatabaseIsRefused() {
        assertThat(files().file("1_a.postgres.up.sql", "SELECT 1;")
                        .file("1_a.mysql.up.sql", "SELECT 1;")
                        .file("1_a.cockroach.down.sql", "SELECT 1;")
                        .shown())
                .isEqualTo("""
                        1_a.mysql.up.sql and 1_a.cockroach.down.sql: the file is named for another database; leave such files out with e2e.migrations.leave-out, where * stands for any text (*.mysql.*)""");
    }

    @Test
    void locationWhenItNamesTheVendorIsThatOfPostgresql() {
        assertThat(files().in("classpath:db/{vendor}").source().locations()).contains("classpath:db/postgresql");
    }

    @Test
    void headingBeforeTheMarkOfADownSectionIsHarmless() {
        assertThat(files().file(
                                "1_a.sql",
                                "-- migrate:up",
                                "SELECT 1;",
                                "-- ==== DOWN ====",
                                "-- migrate:down",
                                "SELECT -1;")
                        .shown())
                .isEqualTo("""
                        DBMATE
                        001|a|1_a.sql up [2:SELECT 1] down [5:SELECT -1]""");
    }
}
