package com.example.workflowexecution;

import static org.assertj.core.api.Assertions.assertThat;

import com.jayway.jsonpath.JsonPath;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.annotation.Transactional;

/**
 * The queries on which the team depends use the indexes that it was promised: by the planner's own choice, among enough
 * events for a choice. The events are rolled back.
 */
@SpringBootTest
@Import(DataStorageServer.class)
@Transactional
class WorkflowExecutionIndexTests {

    @Autowired
    private JdbcClient jdbc;

    /** One a minute from the first of last month on, ten to an execution, one in a hundred of them a start. */
    @BeforeEach
    void addEvents() {
        this.jdbc.sql("""
                        INSERT INTO audit_events (event_timestamp, event_date, event_type, event_category, event_action,
                            event_outcome, actor_type, actor_id, resource_type, resource_id, correlation_id, event_data)
                        SELECT minute, (minute AT TIME ZONE 'UTC')::date,
                            'workflowexecution.workflow.' || CASE WHEN n % 100 = 0 THEN 'started' ELSE 'step' END,
                            'workflow', 'step', 'success', 'service', 'workflowexecution', 'workflow', 'raise-memory',
                            'we-' || n / 10, '{}'
                        FROM generate_series(0, 4999) AS n
                        CROSS JOIN LATERAL (
                            SELECT (date_trunc('month', now() AT TIME ZONE 'UTC') - interval '1 month')
                                AT TIME ZONE 'UTC' + n * interval '1 minute' AS minute) AS times""").update();
        this.jdbc.sql("ANALYZE audit_events").update();
    }

    @Test
    void searchingByCorrelationIdUsesItsIndex() {
        assertThat(indexesOf("correlation_id = 'we-7'")).containsOnly("idx_audit_events_correlation_id");
    }

    @Test
    void searchingByEventTypeUsesItsIndex() {
        assertThat(indexesOf("event_type = 'workflowexecution.workflow.started'"))
                .containsOnly("idx_audit_events_event_type");
    }

    @Test
    void searchingByTimeUsesItsIndex() {
        assertThat(indexesOf("event_timestamp < (SELECT min(event_timestamp) FROM audit_events) + interval '1 hour'"))
                .containsOnly("idx_audit_events_event_timestamp");
    }

    /**
     * The indexes with which PostgreSQL would search as Data Storage does. A plan names the index of a partition, and
     * that is part of the index of the table.
     */
    private List<String> indexesOf(String condition) {
        String plan = this.jdbc
                .sql("EXPLAIN (FORMAT JSON) SELECT * FROM audit_events WHERE " + condition
                        + " ORDER BY event_timestamp DESC, event_id LIMIT 100")
                .query(String.class)
                .single();
        List<String> ofPartitions = JsonPath.read(plan, "$..['Index Name']");
        return this.jdbc
                .sql("""
                        SELECT DISTINCT inhparent::regclass
                        FROM pg_inherits
                        JOIN pg_class ON pg_class.oid = inhrelid
                        WHERE relname IN (:names)""")
                .param("names", ofPartitions)
                .query(String.class)
                .list();
    }
}
