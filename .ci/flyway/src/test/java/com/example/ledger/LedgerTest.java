package com.example.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.e2e.migrations.boot.test.ResetData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.RepeatedTest;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Commits entries, and records which run of Flyway made the database. */
@ResetData
abstract class LedgerTest {

    @Autowired
    JdbcClient jdbc;

    @RepeatedTest(2)
    void entriesOfOtherTestsAreGone() throws IOException {
        this.jdbc.sql("INSERT INTO entries (cents) VALUES (5), (7)").update();

        assertThat(number("SELECT cents FROM balance")).isEqualTo(12);
        assertThat(number("SELECT count(*) FROM flyway_schema_history")).isEqualTo(3);
        assertThat(number("SELECT count(*) FROM pg_tables WHERE tablename = 'audit_events'"))
                .isZero();
        String run = this.jdbc.sql("SELECT id FROM run").query(String.class).single();
        Files.writeString(Path.of("target", "runs"), run + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private long number(String query) {
        return this.jdbc.sql(query).query(Long.class).single();
    }
}
