package com.example.workflowexecution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Import;

/** WorkflowExecution's end-to-end test, through the Data Storage service; each execution has an id of its own. */
@SpringBootTest
@Import(DataStorageServer.class)
class WorkflowExecutionAuditTests {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final String executionId = UUID.randomUUID().toString();

    @Autowired
    private WorkflowRunner runner;

    @Autowired
    private AuditClient audit;

    @Test
    void theEventsOfAnExecutionAreFoundByItsCorrelationId() {
        this.runner.run(this.executionId, "raise-memory", () -> {});

        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(this.audit.eventTypes(this.executionId))
                        .containsExactlyInAnyOrder(
                                "workflowexecution.workflow.started", "workflowexecution.workflow.completed"));
    }

    @Test
    void aFailureIsReportedToo() {
        this.runner.run(this.executionId, "raise-memory", () -> {
            throw new IllegalStateException("no such image");
        });

        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(this.audit.eventTypes(this.executionId))
                        .contains("workflowexecution.workflow.failed"));
    }
}
