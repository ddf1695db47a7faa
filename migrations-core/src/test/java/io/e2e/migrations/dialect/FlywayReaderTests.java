package io.e2e.migrations.dialect;

import static io.e2e.migrations.dialect.ForeignFiles.files;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class FlywayReaderTests {

    @Test
    void catalogWhenItHasEverythingIsInTheOrderOfFlyway() {
        assertThat(files().file("R__b_view.sql", "SELECT 'b';")
                        .file("R__a_view.sql", "SELECT 'a';")
                        .file("V1_10__ten.sql", "SELECT 110;")
                        .file("V1.2__two_parts.sql", "SELECT 12;")
                        .file("V20240229133934__stamp.sql", "SELECT 9;")
                        .file("2024/V2__in_a_subdirectory.sql", "-- nothing but a comment")
                        .file("V3.sql", "SELECT 3;")
                        .file("U1.2__two_parts.sql", "DROP TABLE two;")
                        .file("U7__of_no_version.sql", "DROP TABLE seven;")
                        .file("beforeMigrate.sql", "SELECT 'before';")
                        .file("afterVersioned.sql", "SELECT 'between';")
                        .file("afterMigrate__done.sql", "SELECT 'after';")
                        .file("afterClean.sql", "SELECT 'clean';")
                        .file("data.sql", "SELECT 'never';")
                        .shown())
                .isEqualTo("""
                        FLYWAY
                        |beforeMigrate|beforeMigrate.sql up [1:SELECT 'before'] down []
                        1.2|two parts|V1.2__two_parts.sql up [1:SELECT 12] down [1:DROP TABLE two]
                        1.10|ten|V1_10__ten.sql up [1:SELECT 110] down []
                        002|in a subdirectory|2024/V2__in_a_subdirectory.sql up [] down []
                        003||V3.sql up [1:SELECT 3] down []
                        20240229133934|stamp|V20240229133934__stamp.sql up [1:SELECT 9] down []
                        |afterVersioned|afterVersioned.sql repeatable up [1:SELECT 'between'] down []
                        |a view|R__a_view.sql repeatable up [1:SELECT 'a'] down []
                        |b view|R__b_view.sql repeatable up [1:SELECT 'b'] down []
                        |afterMigrate__done|afterMigrate__done.sql repeatable up [1:SELECT 'after'] down []
                        ignored: data.sql""");
    }

    @Test
    void locationsWhenThereAreSeveralFormOneOrder() {
        assertThat(files().file("V2__b.sql", "SELECT 2;")
                        .in("file:/other")
                        .file("V1__a.sql", "SELECT 1;")
                        .file("V3__c.sql", "SELECT 3;")
                        .read()
                        .migrations())
                .extracting(ForeignMigration::id)
                .containsExactly("V1__a.sql", "V2__b.sql", "V3__c.sql");
    }

    @Test
    void baselineWhenThereAreSeveralIsTheNewestInPlaceOfVersionsUpToIt() {
        assertThat(files().file("V1__a.sql", "SELECT 1;")
                        .file("V2__b.sql", "SELECT 2;")
                        .file("V3__c.sql", "SELECT 3;")
                        .file("B1__old.sql", "SELECT 'old';")
                        .file("B2__new.sql", "SELECT 'new';")
                        .shown())
                .isEqualTo("""
                        FLYWAY
                        002|new|B2__new.sql up [1:SELECT 'new'] down []
                        003|c|V3__c.sql up [1:SELECT 3] down []""");
    }

    @Test
    void prefixWhenAllVersionedFilesHaveAnotherIsThatOne() {
        assertThat(files().file("Mig2__b.sql", "SELECT 2;")
                        .file("Mig1__a.sql", "SELECT 1;")
                        .shown())
                .isEqualTo("""
                        FLYWAY
                        001|a|Mig1__a.sql up [1:SELECT 1] down []
                        002|b|Mig2__b.sql up [1:SELECT 2] down []""");
    }

    @Test
    void placeholdersAreReplacedWhereverTheyAre() {
        assertThat(files().with(options -> options.withPlaceholders(Map.of("Role", "app")))
                        .file(
                                "V1__a.sql",
                                "GRANT SELECT ON ${flyway:defaultSchema}.t TO ${role};",
                                "INSERT INTO t VALUES ('${flyway:user} ${flyway:database} ${flyway:filename} ${unknown}');")
                        .shown())
                .isEqualTo("""
                        FLYWAY
                        001|a|V1__a.sql up [1:GRANT SELECT ON app.t TO app, 2:INSERT INTO t VALUES ('owner shop V1__a.sql ${unknown}')] down []""");
    }

    @Test
    void placeholderWhenItHasNoValueInSqlIsNamed() {
        assertThat(files().file("V1__a.sql", "SELECT 1;", "SELECT * FROM ${schema.name}.t;")
                        .file("V2__b.sql", "", "SELECT '${flyway:timestamp}';")
                        .shown())
                .isEqualTo("""
                        V1__a.sql, line 2: ${schema.name} has no value; set e2e.migrations.placeholders.schema.name
                        V2__b.sql, line 2: ${flyway:timestamp} has no value here; set e2e.migrations.placeholders[flyway:timestamp]""");
    }

    @Test
    void scriptSettingsWhenTheySaySoMakeAMigrationWithoutTransaction() {
        assertThat(files().file("V1__a.sql", "CREATE INDEX CONCURRENTLY i ON t (x);")
                        .file("V1__a.sql.conf", "# a comment", "executeInTransaction = false")
                        .file("V2__b.sql", "SELECT 2;")
                        .shown())
                .isEqualTo("""
                        FLYWAY
                        001|a|V1__a.sql without transaction up [1:CREATE INDEX CONCURRENTLY i ON t (x)] down []
                        002|b|V2__b.sql up [1:SELECT 2] down []""");
    }

    @Test
    void filesWhenFlywayWouldRefuseOrOnlyFlywayCanRunThemAreProblems() {
        assertThat(files().file("V1__a.sql", "SELECT 1;")
                        .file("V01.0__again.sql", "SELECT 1;")
                        .file("V2_b.sql", "SELECT 2;")
                        .file("v3__lower.sql", "SELECT 3;")
                        .file("4_numbered.sql", "SELECT 4;")
                        .file("V3__c.sql", "SELECT 3;")
                        .file("V3__c.sql.conf", "shouldExecute=${env}==dev")
                        .file("beforeEachMigrate.sql", "SELECT 0;")
                        .shown())
                .isEqualTo("""
                        V2_b.sql and 2 other places: the name must be V1.2__name.sql, with two underscores after the version
                        beforeEachMigrate.sql: the callback beforeEachMigrate runs within others, which only Flyway does; leave it out with e2e.migrations.leave-out=beforeEachMigrate.sql
                        V3__c.sql.conf, line 1: "shouldExecute=${env}==dev" is not supported; of a script's settings, executeInTransaction is
                        V01.0__again.sql in file:/sql and V1__a.sql in file:/sql: the version 001 is used twice, which Flyway refuses; rename one of them""");
    }

    @Test
    void migrationsThatAreNotSqlAreListedUnlessTheyAreLeftOut() {
        ForeignFiles files = files().file("V1__a.sql", "SELECT 1;")
                .file("V2__FillIn.class")
                .file("V2__FillIn$1.class")
                .file("db/R__Views.kt")
                .file("Application.java");

        assertThat(files.read().notSql()).containsExactly("V2__FillIn.class", "db/R__Views.kt");
        assertThat(files.with(options -> options.withLeaveOut("V2__FillIn.class", "R__*"))
                        .shown())
                .isEqualTo("""
                        FLYWAY
                        001|a|V1__a.sql up [1:SELECT 1] down []
                        left out: V2__FillIn.class
                        left out: db/R__Views.kt""");
    }

    @Test
    void problemWhenManyFilesHaveItIsReportedOnce() {
        assertThat(files().file("V1__a.sql", "SELECT ${x};")
                        .file("V2__b.sql", "SELECT ${x};")
                        .file("V3__c.sql", "SELECT ${x};")
                        .shown())
                .isEqualTo(
                        "V1__a.sql, line 1 and 2 other places: ${x} has no value; set e2e.migrations.placeholders.x");
    }

    @Test
    void catalogWhenNoFileIsAMigrationIsAProblem() {
        assertThat(files().file("Aa1__a.sql", "SELECT 1;")
                        .file("Bb1__b.sql", "SELECT 1;")
                        .shown())
                .isEqualTo("Aa1__a.sql, Bb1__b.sql: nothing here is a migration of Flyway; set e2e.migrations.format");
    }

    @Test
    void prefixWhenItIsEmptyBesideRepeatableFilesIsThatOne() {
        assertThat(files().file("R__a.sql", "SELECT 'a';")
                        .file("20240101__b.sql", "SELECT 1;")
                        .shown())
                .isEqualTo("""
                        FLYWAY
                        20240101|b|20240101__b.sql up [1:SELECT 1] down []
                        |a|R__a.sql repeatable up [1:SELECT 'a'] down []""");
    }
}
