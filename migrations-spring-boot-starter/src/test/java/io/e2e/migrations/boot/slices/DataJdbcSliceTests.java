package io.e2e.migrations.boot.slices;

import static org.assertj.core.api.Assertions.assertThat;

import io.e2e.migrations.boot.test.E2eMigrations;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.data.jdbc.test.autoconfigure.DataJdbcTest;

@DataJdbcTest
@E2eMigrations(groups = "notifications")
class DataJdbcSliceTests {

    @Autowired
    private Notifications notifications;

    @Test
    void aRowGoesInAndComesOut() {
        Instant now = Instant.parse("2026-11-22T10:00:00Z");
        Notification saved = this.notifications.save(
                new Notification(null, "rem-1", "not-1", "ops", "slack", "done", "sent", now, 0, now, now));

        assertThat(this.notifications.findAll()).containsExactly(saved);
    }
}
