package io.e2e.migrations.boot.slices;

import static org.assertj.core.api.Assertions.assertThat;

import io.e2e.migrations.boot.test.E2eMigrations;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.jdbc.test.autoconfigure.JdbcTest;
import org.springframework.jdbc.core.simple.JdbcClient;

@JdbcTest
@E2eMigrations(tables = "audit_events")
class JdbcSliceTests {

    @Autowired
    private JdbcClient jdbc;

    @Test
    void theDatabaseIsPostgresqlWithTheTable() {
        assertThat(this.jdbc
                        .sql("SELECT count(*) FROM audit_events")
                        .query(Integer.class)
                        .single())
                .isZero();
        assertThat(this.jdbc.sql("SELECT version()").query(String.class).single())
                .startsWith("PostgreSQL");
    }
}
