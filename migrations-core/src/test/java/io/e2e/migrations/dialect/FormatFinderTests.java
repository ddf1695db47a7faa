package io.e2e.migrations.dialect;

import static io.e2e.migrations.dialect.ForeignFiles.files;
import static org.assertj.core.api.Assertions.assertThat;

import io.e2e.migrations.config.MigrationFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FormatFinderTests {

    @ParameterizedTest
    @CsvSource({
        "V1__a.sql, SELECT 1;, FLYWAY, V1__a.sql is named as Flyway names files",
        "R__a.sql, SELECT 1;, FLYWAY, R__a.sql is named as Flyway names files",
        "1_a.sql, -- +goose Up, GOOSE, '1_a.sql, line 1, has \"-- +goose Up\", a mark of goose'",
        "1_a.sql, -- migrate:up, DBMATE, '1_a.sql, line 1, has \"-- migrate:up\", a mark of dbmate'",
        "1-a.sql, -- +migrate Up, SQL_MIGRATE, '1-a.sql, line 1, has \"-- +migrate Up\", a mark of sql-migrate'",
        "a.sql, --liquibase formatted sql~--changeset a:1, LIQUIBASE, 'a.sql, line 1, has \"--liquibase formatted sql\", a mark of Liquibase'",
        "1_a.up.sql, SELECT 1;, GOLANG_MIGRATE, 1_a.up.sql is named as golang-migrate names files",
        "1_a.sql, -- no-transaction, SQLX, 1_a.sql is named as sqlx names files",
        "1_a/up.sql, SELECT 1;, DIRECTORIES, 1_a/up.sql is named as a directory for each migration names files",
        "1_a.sql, SELECT 1;, PLAIN, no file has a mark of a tool"
    })
    void formatIsFoundByNamesAndMarks(String name, String text, MigrationFormat format, String because) {
        ForeignCatalog catalog = files().file(name, text.split("~")).read();

        assertThat(catalog.problems()).isEmpty();
        assertThat(catalog.format()).isEqualTo(format);
        assertThat(catalog.because()).isEqualTo(because);
    }

    @Test
    void formatsWhenTheyAreMixedAreRefusedWithFileAndLine() {
        assertThat(files().file("V1__a.sql", "SELECT 1;")
                        .file("2_b.sql", "SELECT 2;", "-- migrate:down", "DROP TABLE t;")
                        .shown())
                .isEqualTo(
                        "V1__a.sql is named as Flyway names files, but 2_b.sql, line 2, has \"-- migrate:down\", a mark of"
                                + " dbmate: one catalog has one format; keep the files of one tool in the locations, or leave files"
                                + " out with e2e.migrations.leave-out");
    }

    @Test
    void formatWhenItIsConfiguredRefusesTheMarksOfOthers() {
        assertThat(files().as(MigrationFormat.PLAIN)
                        .file("1_a.sql", "CREATE TABLE t ();", "-- +migrate Down", "DROP TABLE t;")
                        .shown())
                .isEqualTo(
                        "1_a.sql, line 2: \"-- +migrate Down\" is a mark of sql-migrate, but the files are read as those of"
                                + " plain SQL files");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-- //@UNDO",
                "--//@UNDO",
                "-- @DOWN",
                "-- Down",
                "---- DOWN ----",
                "-- === Rollback ===",
                "-- !Downs",
                "-- rambler down",
                "-- +micrate Down",
                "---- create above / drop below ----",
                "-- Revert shop:users from pg",
                "--rollback DROP TABLE t;",
                "-- Down migration"
            })
    void markOfAnotherToolWhenAStatementFollowsIsRefused(String mark) {
        assertThat(files().file("1_a.sql", "CREATE TABLE t ();", mark, "DROP TABLE t;")
                        .shown())
                .isEqualTo("1_a.sql, line 2: \"" + mark
                        + "\" looks as if it begins what reverts the migration, and the statement"
                        + " on line 3 follows it; nothing that reverts is applied, so move it to another file, or reword the"
                        + " comment");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-- rolls back what the last release did",
                "-- the rollback segment",
                "-- //",
                "-- undo the change of V3",
                "-- Down payments",
                "-- see the down.sql of the old tool"
            })
    void commentWhenItOnlyMentionsRevertingIsNone(String comment) {
        assertThat(files().file("1_a.sql", "CREATE TABLE t (", "-- down", "i int);", comment, "SELECT 1;")
                        .read()
                        .problems())
                .isEmpty();
    }

    @Test
    void markWhenOnlyCommentsFollowItIsHarmless() {
        assertThat(files().file("1_a.sql", "SELECT 1;", "-- DOWN", "-- DROP TABLE t;")
                        .read()
                        .problems())
                .isEmpty();
    }

    @Test
    void filesWhenHalfOfThemHaveOurHeaderAreOurs() {
        assertThat(files().file("001_a.sql", "-- name: a", "-- description: b", "SELECT 1;")
                        .file("002_b.sql", "-- nmae: b", "-- desciption: b", "SELECT 1;")
                        .ifForeign())
                .isEmpty();
        assertThat(files().file("001_a.sql", "-- name: GetUser :one", "SELECT 1;")
                        .file("002_b.sql", "-- note: b", "SELECT 1;")
                        .read()
                        .format())
                .isEqualTo(MigrationFormat.PLAIN);
        assertThat(files().as(MigrationFormat.HEADERS)
                        .file("1_a.sql", "SELECT 1;")
                        .ifForeign())
                .isEmpty();
    }

    @Test
    void filesOfAnotherToolBesideOursAreRefused() {
        ForeignFiles ours = files().file("001_a.sql", "-- name: a", "-- description: b", "SELECT 1;");

        assertThat(ours.in("file:/other").file("V1__a.sql", "SELECT 1;").shown())
                .isEqualTo(
                        "file:/sql has files with headers of e2e-migrations, but V1__a.sql is named as Flyway names files: one"
                                + " catalog has one format");
    }

    @Test
    void filesWhenLiquibaseIncludesThemMayHaveAnyName() {
        assertThat(files()
                        .file("V1__a.sql", "--liquibase formatted sql", "--changeset x:1", "SELECT 1;")
                        .file("2_b.up.sql", "SELECT 2;")
                        .file("list.yaml", "databaseChangeLog:", "- include:", "    file: V1__a.sql", "- include:", "    file: 2_b.up.sql")
                        .shown())
                .isEqualTo("""
                        LIQUIBASE
                        |x:1|V1__a.sql::1::x up [3:SELECT 1] down []
                        |includeAll:raw|2_b.up.sql::raw::includeAll up [1:SELECT 2] down []""");
    }

    @Test
    void locationWhenItIsBelowAnotherIsReadOnce() {
        assertThat(files()
                        .file("V1__a.sql", "SELECT 1;")
                        .file("more/V2__b.sql", "SELECT 2;")
                        .in("file:/sql/more/")
                        .file("V2__b.sql", "SELECT 2;")
                        .read()
                        .migrations())
                .extracting(ForeignMigration::id)
                .containsExactly("V1__a.sql", "V2__b.sql");
    }

    @Test
    void snapshotsBesideMigrationsAreNoMigrations() {
        assertThat(files()
                        .file("0000_a.sql", "SELECT 1;", "--> statement-breakpoint", "SELECT 2;")
                        .file("meta/0000_snapshot.json", "{}")
                        .shown())
                .isEqualTo("""
                        PLAIN
                        000|a|0000_a.sql up [1:SELECT 1, 3:SELECT 2] down []""");
    }
}
