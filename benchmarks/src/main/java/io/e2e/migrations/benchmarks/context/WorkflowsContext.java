package io.e2e.migrations.benchmarks.context;

import org.springframework.boot.test.context.SpringBootTest;

/** A test that selects another group of tables. */
@SpringBootTest(classes = Application.class, properties = "e2e.migrations.tables=group:workflows")
class WorkflowsContext extends DatabaseContext {

    WorkflowsContext() {
        super("SELECT count(*) FROM remediation_workflow_catalog");
    }
}
