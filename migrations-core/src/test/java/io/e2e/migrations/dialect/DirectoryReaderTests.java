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
                        2024.2.1.120000|b|2024-02-01-120000_b/up.sql without transaction up [1:CREATE INDEX CONCURRENTLY i ON t (x)] down [1:DROP INDEX i]""");
    }

    @Test
    void directoriesWhenTheyAreOfPrismaAreReadWithoutDown() {
        assertThat(files().file("20240102000000_b/migration.sql", "SELECT 2;")
                        .file("20240101000000_a/migration.sql", "SELECT 1;")
                        .file("migration_lock.toml", "provider = \"postgresql\"")
                        .shown())
                .isEqualTo("""
                        DIRECTORIES
                        20240101000000|a|20240101000000_a/migration.sql up [1:SELECT 1] down []
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
