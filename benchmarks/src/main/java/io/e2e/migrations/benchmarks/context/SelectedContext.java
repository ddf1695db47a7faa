package io.e2e.migrations.benchmarks.context;

import org.springframework.boot.test.context.SpringBootTest;

/** A test whose selection is a property of the process. */
@SpringBootTest(classes = Application.class)
class SelectedContext extends DatabaseContext {

    SelectedContext() {
        super("SELECT 1");
    }
}
