package io.e2e.migrations.benchmarks.context;

import org.springframework.boot.test.context.SpringBootTest;

/** A test that selects one table. */
@SpringBootTest(classes = Application.class, properties = "e2e.migrations.tables=notification_audit")
class NotificationsContext extends DatabaseContext {

    NotificationsContext() {
        super("SELECT count(*) FROM notification_audit");
    }
}
