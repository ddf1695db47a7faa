package io.e2e.migrations.dialect;

import static io.e2e.migrations.dialect.ForeignFiles.files;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DirectoryReaderTests {

    @Test
    void directoriesWhenTheyAreOfDieselAreInTheOrderOfTheirNames() {
        assertThat(files().file("2024-02-01-120000_b/up.sql", "CREATE INDEX CONCURRENTLY i ON t (x);")
                        .file("2024-02-01-120000_b/down.sql", "DROP INDEX i;")
                        .file("2024-02-01-120000_b/metadata.toml", "run_in_transaction = false")
                        .file("00000000000000_diesel_initial_setup/up.sql", "SELECT 0;")
                        .shown())
                .isEqualTo("""
                        DIRECTORIES
                        000|diesel_initial_setup|00000000000000_diesel_initial_setup/up.sql up [1:SELECT 0] down []
                        20240201120000|b|2024-02-01-120000_b/up.sql without transaction up [1:CREATE INDEX CONCURRENTLY i ON t (x)] down [1:DROP INDEX i]""");
    }

    @Test
    void directoriesWhenSomeOfDieselHaveDashesAreInTheOrderOfTheirDigits() {
        assertThat(files().file("20180101000000_a/up.sql", "SELECT 1;")
                        .file("2017-09-23-182408_b/up.sql", "SELECT 0;")
                        .file("2026-07-24-154000-0000_d/up.sql", "SELECT 3;")
                        .file("2026-07-23-154000_c/up.sql", "SELECT 2;")
                        .file("2026-07-25-154000_e/up.sql", "SELECT 4;")
                        .shown())
                .isEqualTo("""
                        DIRECTORIES
                        20170923182408|b|2017-09-23-182408_b/up.sql up [1:SELECT 0] down []
                        20180101000000|a|20180101000000_a/up.sql up [1:SELECT 1] down []
                        20260723154000|c|2026-07-23-154000_c/up.sql up [1:SELECT 2] down []
                        202607241540000000|d|2026-07-24-154000-0000_d/up.sql up [1:SELECT 3] down []
                        20260725154000|e|2026-07-25-154000_e/up.sql up [1:SELECT 4] down []""");
    }

    @Test
    void directoriesWhenTheyAreOfPrismaAreReadWithoutDown() {
        assertThat(files().file("20240102000000_b/migration.sql", "SELECT 2;")
                        .file("20240101000000_a/migration.sql", "SELECT 1;")
                        .file("20240101_c/migration.sql", "SELECT 3;")
                        .file("migration_lock.toml", "provider = \"postgresql\"")
                        .shown())
                .isEqualTo("""
                        DIRECTORIES
                        20240101000000|a|20240101000000_a/migration.sql up [1:SELECT 1] down []
                        20240101|c|20240101_c/migration.sql up [1:SELECT 3] down []
                        20240102000000|b|20240102000000_b/migration.sql up [1:SELECT 2] down []""");
    }

    @Test
    void filesWhenTheirOrderOrMeaningIsUnknownAreProblems() {
        assertThat(files().file("10_b/up.sql", "SELECT 10;")
                        .file("2_a/up.sql", "SELECT 2;")
                        .file("2_a/verify.sql", "SELECT 2;")
                        .file("3_c/up.yaml")
                        .shown())
                .isEqualTo("""
                        2_a/verify.sql: a directory has an up.sql and a down.sql, or a migration.sql; leave the file out with e2e.migrations.leave-out=2_a/verify.sql
                        10_b and 2_a: by their texts, one comes first, and by their numbers, the other; give all numbers the same length""");
    }
}
