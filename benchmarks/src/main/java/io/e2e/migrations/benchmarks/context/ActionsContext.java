package io.e2e.migrations.benchmarks.context;

import org.springframework.boot.test.context.SpringBootTest;

/** A test that selects one group of tables. */
@SpringBootTest(classes = Application.class, properties = "e2e.migrations.tables=group:action-history")
class ActionsContext extends DatabaseContext {

    ActionsContext() {
        super("SELECT count(*) FROM action_histories");
    }
}
