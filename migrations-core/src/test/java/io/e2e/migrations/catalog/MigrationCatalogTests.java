package io.e2e.migrations.catalog;

import static io.e2e.migrations.catalog.CatalogBuilder.catalog;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.e2e.migrations.config.MigrationVersion;
import io.e2e.migrations.schema.ObjectRef;
import io.e2e.migrations.script.MigrationScript;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MigrationCatalogTests {

    @Test
    void migrationsAreOrderedByNumberNotByText() {
        assertThat(catalog()
                        .file("1000_d.sql")
                        .file("013_b.sql")
                        .file("9_a.sql")
                        .file("0015_c.sql")
                        .build()
                        .migrations())
                .extracting(Migration::file)
                .containsExactly("9_a.sql", "013_b.sql", "0015_c.sql", "1000_d.sql");
    }

    @Test
    void repeatableMigrationsComeLastWhateverTheirNumbers() {
        assertThat(catalog()
                        .file("001_a.sql", "repeatable: true")
                        .file("003_c.sql")
                        .file("002_b.sql", "repeatable: true")
                        .build()
                        .migrations())
                .extracting(Migration::file)
                .containsExactly("003_c.sql", "001_a.sql", "002_b.sql");
    }

    @Test
    void withVersionFindsMigration() {
        MigrationCatalog catalog = catalog().file("013_a.sql").build();
        assertThat(catalog.withVersion(MigrationVersion.of("13")))
                .map(Migration::file)
                .contains("013_a.sql");
        assertThat(catalog.withVersion(MigrationVersion.of("14"))).isEmpty();
    }

    @Test
    void touchingFindsMigrationsOfObjectInOrder() {
        MigrationCatalog catalog = catalog()
                .file("001_a.sql", "creates: table t, view v")
                .file("002_b.sql", "creates: index i on t", "creates: function t")
                .file("003_c.sql", "alters: table t (x)")
                .file("004_d.sql", "drops: table t")
                .build();
        assertThat(catalog.touching(ObjectRef.relation("t")))
                .extracting(migration -> migration.version().text())
                .containsExactly("1", "2", "3", "4");
        assertThat(catalog.touching(new ObjectRef(ObjectRef.Space.FUNCTION, "t")))
                .extracting(migration -> migration.version().text())
                .containsExactly("2");
        assertThat(catalog.touching(ObjectRef.relation("i"))).isEmpty();
    }

    @Test
    void inGroupFindsMembersInOrder() {
        MigrationCatalog catalog = catalog()
                .file("002_b.sql", "groups: x, y")
                .file("001_a.sql", "groups: y")
                .build();
        assertThat(catalog.inGroup("y"))
                .extracting(migration -> migration.version().text())
                .containsExactly("1", "2");
        assertThat(catalog.inGroup("z")).isEmpty();
        assertThat(catalog.groups()).containsExactly("y", "x");
    }

    @Test
    void migrationKnowsObjectsThatItTouchesAndCreates() {
        Migration migration = catalog()
                .file("001_a.sql", "creates: table t, index i on u", "alters: function f", "drops: view v")
                .build()
                .migrations()
                .get(0);
        assertThat(migration.touches()).extracting(Object::toString).containsExactly("t", "u", "f()", "v");
        assertThat(migration.creates(ObjectRef.relation("t"))).isTrue();
        assertThat(migration.creates(ObjectRef.relation("u"))).isFalse();
        assertThat(migration.creates(ObjectRef.relation("v"))).isFalse();
        assertThat(migration).hasToString("001 a");
    }

    @Test
    void fileChecksumIsOfWholeTextWithoutByteOrderMarkAndWithLineFeeds() {
        String text = "-- name: a\n-- description: b\n\nSELECT 1;\n";
        assertThat(migration(text).fileChecksum())
                .isEqualTo("1d5527c3603923ca637d90f1d7236517f1ca093463989c45413cd495e5a53b0d")
                .isEqualTo(migration(text.replace("\n", "\r\n")).fileChecksum())
                .isEqualTo(migration("\uFEFF" + text).fileChecksum())
                .isNotEqualTo(migration(text + "-- more\n").fileChecksum());
    }

    @Test
    void checksumIsOfTextAfterHeader() {
        String text = "-- name: a\n-- description: b\n\n-- +goose Up\n-- why\nSELECT 1;\n";
        assertThat(migration(text).checksum())
                .isEqualTo("0a51d35b9e75b18efa45fb476563381311486b056e43af9dac986dde11a31f73")
                .isEqualTo(migration(text.replace("\n", "\r\n")).checksum())
                .isEqualTo(migration("\uFEFF" + text).checksum())
                .isEqualTo(migration("-- groups: g\n" + text.replace("b\n\n", "better\n-- creates: table t\n"))
                        .checksum())
                .isNotEqualTo(migration(text.replace("-- why", "-- why not")).checksum())
                .isNotEqualTo(migration(text.replace("-- +goose", "-- +goose NO TRANSACTION\n-- +goose"))
                        .checksum());
    }

    private static Migration migration(String text) {
        return catalog().text("001_a.sql", text).build().migrations().get(0);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a.sql",
                "_a.sql",
                "001.sql",
                "001-a.sql",
                "v1_a.sql",
                ".1_a.sql",
                "1._a.sql",
                "1..2_a.sql",
                "001_a b.sql"
            })
    void fileNameWithoutVersionIsProblem(String name) {
        assertThat(problems(catalog().file(name))).isEqualTo("""
                        The migration catalog has a problem:
                          - file [/sql/%s]: the name must be NNN_name.sql, where NNN is a version: 013, 1.2.10 or \
                        20240229133934
                        Action: Fix the named files; nothing was run. Their format is described in \
                        docs/adding-a-migration.md.""".formatted(name));
    }

    @Test
    void duplicateVersionIsProblemThatOffersNextFreeVersion() {
        assertThat(problems(catalog()
                        .file("021_a.sql")
                        .file("022_b.sql")
                        .file("022_c.sql")
                        .file("023_d.sql")
                        .file("1000_e.sql", "repeatable: true")))
                .contains(
                        "\n  - 022_b.sql and 022_c.sql: the version 022 is used twice; rename the newer one to 024, the"
                                + " next free version\n");
    }

    @Test
    void duplicateVersionsAreOfferedDifferentVersions() {
        assertThat(problems(catalog()
                        .file("001_a.sql")
                        .file("001_b.sql")
                        .file("002_c.sql")
                        .file("2_d.sql")
                        .file("004_e.sql", "repeatable: true")))
                .contains("001_a.sql and 001_b.sql: the version 001 is used twice; rename the newer one to 003")
                .contains("002_c.sql and 2_d.sql: the version 002 is used twice; rename the newer one to 005");
    }

    @Test
    void duplicateVersionOfVersionedAndRepeatableMigrationIsProblem() {
        assertThat(problems(catalog().file("001_a.sql").file("001_b.sql", "repeatable: true")))
                .contains("001_a.sql and 001_b.sql: the version 001 is used twice; rename the newer one to 002");
    }

    @Test
    void duplicateVersionInAnotherLocationIsOfferedARangeOfItsOwn() {
        assertThat(problems(catalog()
                        .in("classpath:db/mine")
                        .file("001_mine.sql")
                        .file("24.0_more.sql")
                        .in("classpath:db/e2e-migrations")
                        .file("001_a.sql")
                        .file("024_b.sql")
                        .file("1002_c.sql", "repeatable: true")))
                .contains("\n  - 001_mine.sql in classpath:db/mine and 001_a.sql in classpath:db/e2e-migrations: the"
                        + " version 001 is used twice; rename that of classpath:db/mine to 10001, because each location"
                        + " needs a range of versions of its own\n")
                .contains("rename that of classpath:db/mine to 10002,");
    }

    @Test
    void duplicateVersionInALocationWithTimestampsIsOfferedTheNext() {
        assertThat(problems(catalog()
                        .file("001_a.sql")
                        .in("classpath:db/mine")
                        .file("20240229133934_b.sql")
                        .file("020240229133934_c.sql")))
                .contains(
                        "the version 20240229133934 is used twice; rename the newer one to 20240229133935, the next free"
                                + " version");
    }

    @Test
    void filesAreOrderedByTheirVersions() {
        assertThat(catalog()
                        .file("20240229133934_e.sql", "requires: 1.10")
                        .file("1.10_d.sql", "requires: 01.2.0")
                        .file("1.2_c.sql")
                        .file("013_f.sql", "repeatable: true")
                        .file("1_b.sql")
                        .file("0_a.sql")
                        .build()
                        .migrations())
                .extracting(Migration::label)
                .containsExactly("000 a", "001 b", "1.2 c", "1.10 d", "20240229133934 e", "013 f");
    }

    @Test
    void duplicateNameIsProblem() {
        assertThat(problems(catalog().file("001_a.sql", "name: x").file("002_b.sql", "name: x")))
                .contains("\n  - 001_a.sql and 002_b.sql: the name 'x' is used twice; rename one of them\n");
    }

    @Test
    void unknownRequirementIsProblem() {
        assertThat(problems(catalog().file("002_a.sql", "requires: 1, table t, type t")))
                .isEqualTo("""
                        The migration catalog has problems:
                          - 002_a.sql: requires 001, which does not exist
                          - 002_a.sql: requires table t, which no migration creates
                          - 002_a.sql: requires type t, which no migration creates
                        Action: Fix the named files; nothing was run. Their format is described in \
                        docs/adding-a-migration.md.""");
    }

    @Test
    void requirementOfLaterMigrationIsProblem() {
        assertThat(problems(catalog().file("001_a.sql", "requires: 002").file("002_b.sql")))
                .contains("\n  - 001_a.sql: requires 002_b.sql, which comes later: migrations run in the order of their"
                        + " versions, repeatable ones last\n");
    }

    @Test
    void requirementOfRepeatableMigrationByVersionedOneIsProblem() {
        assertThat(problems(catalog().file("001_a.sql", "repeatable: true").file("002_b.sql", "requires: 001")))
                .contains("002_b.sql: requires 001_a.sql, which comes later");
    }

    @Test
    void requirementOfTableCreatedLaterIsProblem() {
        assertThat(problems(catalog().file("001_a.sql", "requires: table t").file("002_b.sql", "creates: table t")))
                .contains("\n  - 001_a.sql: requires table t, which 002_b.sql creates later\n");
        assertThat(problems(catalog().file("001_a.sql", "requires: table t", "creates: table t")))
                .contains("\n  - 001_a.sql: requires table t, which it creates itself\n");
    }

    @Test
    void requirementOfTableMayNameView() {
        assertThat(catalog()
                        .file("001_a.sql", "creates: view v")
                        .file("002_b.sql", "requires: table v")
                        .build()
                        .migrations())
                .hasSize(2);
    }

    @Test
    void cycleOfRequirementsIsProblem() {
        assertThat(problems(catalog()
                        .file("001_a.sql", "requires: 003")
                        .file("002_b.sql", "requires: 001")
                        .file("003_c.sql", "requires: 002")))
                .contains("\n  - 001_a.sql: requires 003_c.sql, which in turn requires it: a cycle\n");
    }

    @Test
    void requirementOfMigrationByItselfIsCycle() {
        assertThat(problems(catalog().file("001_a.sql", "requires: 001")))
                .contains("001_a.sql: requires 001_a.sql, which in turn requires it: a cycle");
    }

    @Test
    void requirementOfLaterMigrationWithUnknownRequirementIsNotCycle() {
        assertThat(problems(catalog().file("001_a.sql", "requires: 002").file("002_b.sql", "requires: 007")))
                .contains("001_a.sql: requires 002_b.sql, which comes later")
                .contains("002_b.sql: requires 007, which does not exist");
    }

    @Test
    void problemOfFileIsNotReportedForMigrationsThatRequireIt() {
        assertThat(problems(catalog()
                        .file("001_a.sql", "creates: foo t")
                        .file("002_b.sql", "requires: 001")
                        .file("003_c.sql", "requires: table t")))
                .doesNotContain("002_b.sql", "003_c.sql");
    }

    @Test
    void fileWithoutStatementIsProblem() {
        assertThat(problems(
                        catalog().text("001_a.sql", "-- name: a\n-- description: b\n-- +goose Up\n-- +goose Down\n")))
                .contains("\n  - 001_a.sql: its Up section has no statement\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"BEGIN;", "COMMIT;", "ROLLBACK;", "START TRANSACTION;"})
    void transactionControlIsProblem(String statement) {
        assertThat(problems(catalog().text("001_a.sql", "-- name: a\n-- description: b\n\nSELECT 1;\n" + statement)))
                .contains("\n  - 001_a.sql: line 5: a migration runs in a transaction of its own; remove BEGIN, COMMIT"
                        + " and ROLLBACK\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"CREATE DATABASE d;", "drop database if exists d;", "DISCARD ALL;"})
    void statementThatConcernsServerIsProblem(String statement) {
        assertThat(problems(catalog().text("001_a.sql", "-- name: a\n-- description: b\n" + statement)))
                .contains("\n  - 001_a.sql: line 3: this statement does not belong in a migration, which fills one"
                        + " database and keeps its session\n");
    }

    @Test
    void concurrentIndexWithoutNameIsProblem() {
        String text = "-- name: a\n-- description: b\nCREATE INDEX CONCURRENTLY ON t (a);\n";
        assertThat(problems(catalog().text("001_a.sql", text)))
                .contains("\n  - 001_a.sql: line 3: the index needs a name, by which it is found if the statement is"
                        + " interrupted\n");
    }

    @Test
    void statementThatRefusesTransactionRunsOutsideOfOne() {
        String text = "-- name: a\n-- description: b\n-- +goose Up\nSELECT 1;\nVACUUM;\n-- +goose Down\nSELECT 1;\n";
        MigrationScript script =
                catalog().text("001_a.sql", text).build().migrations().get(0).script();
        assertThat(script.upInTransaction()).isFalse();
        assertThat(script.downInTransaction()).isTrue();
    }

    @Test
    void statementThatRefusesTransactionWhenMarkedIsAccepted() {
        String text = "-- name: a\n-- description: b\n-- +goose NO TRANSACTION\n-- +goose Up\nVACUUM;\n";
        assertThat(catalog()
                        .text("001_a.sql", text)
                        .build()
                        .migrations()
                        .get(0)
                        .script()
                        .transactional())
                .isFalse();
    }

    @Test
    void syntaxErrorIsProblemOfFile() {
        assertThat(problems(catalog().text("001_a.sql", "-- name: a\n-- description: b\nSELECT (1;\n")))
                .contains("\n  - 001_a.sql: line 3: the parenthesis that opens here is not closed\n");
    }

    @Test
    void problemsOfAllFilesAreListedAtOnce() {
        InvalidCatalogException error = catchThrowableOfType(
                InvalidCatalogException.class,
                () -> catalog()
                        .file("readme.sql")
                        .file("001_a.sql", "todo: x")
                        .text("002_b.sql", "SELECT (1;")
                        .file("003_c.sql")
                        .file("3_d.sql")
                        .build());
        assertThat(error.problems())
                .extracting(problem -> problem.substring(0, problem.indexOf(':')))
                .containsExactly(
                        "file [/sql/readme.sql]",
                        "001_a.sql",
                        "002_b.sql",
                        "002_b.sql",
                        "002_b.sql",
                        "003_c.sql and 3_d.sql");
    }

    private static String problems(CatalogBuilder builder) {
        InvalidCatalogException error = catchThrowableOfType(InvalidCatalogException.class, builder::build);
        return error.problem() + "\nAction: " + error.remedy();
    }
}
