package io.e2e.migrations.boot.slices;

import static org.assertj.core.api.Assertions.assertThat;

import io.e2e.migrations.boot.test.E2eMigrations;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.jdbc.test.autoconfigure.JdbcTest;
import org.springframework.jdbc.core.simple.JdbcClient;

/** In a slice, too, the application's own migrations run after ours. */
@JdbcTest(properties = {"spring.flyway.enabled=true", "spring.flyway.locations=classpath:beside/flyway"})
@E2eMigrations(tables = "audit_events")
class FlywaySliceTests {

    @Autowired
    private JdbcClient jdbc;

    @Test
    void theTablesOfBothAreThere() {
        assertThat(this.jdbc
                        .sql("SELECT count(*) FROM notes JOIN audit_events USING (event_id, event_date)")
                        .query(Integer.class)
                        .single())
                .isZero();
    }
}
