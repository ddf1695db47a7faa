package com.example.workflowexecution;

import static org.assertj.core.api.Assertions.assertThat;

import com.jayway.jsonpath.JsonPath;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
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

    private static final YearMonth LAST_MONTH = YearMonth.now(ZoneOffset.UTC).minusMonths(1);
    private static final OffsetDateTime START =
            LAST_MONTH.atDay(1).atTime(LocalTime.MIDNIGHT).atOffset(ZoneOffset.UTC);

    @Autowired
    private JdbcClient jdbc;

    /** One a minute, ten to an execution, one in a hundred of them a start. */
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
                            SELECT :start + n * interval '1 minute' AS minute
                        ) AS event""").param("start", START).update();
        this.jdbc.sql("ANALYZE audit_events").update();
    }

    @Test
    void searchingByCorrelationIdUsesItsIndex() {
        assertThat(indexesOf("correlation_id = 'we-7'")).containsExactly("idx_audit_events_correlation_id");
    }

    @Test
    void searchingByEventTypeUsesItsIndex() {
        assertThat(indexesOf("event_type = 'workflowexecution.workflow.started'"))
                .containsExactly("idx_audit_events_event_type");
    }

    @Test
    void searchingByTimeUsesItsIndex() {
        assertThat(indexesOf("event_timestamp >= '%s' AND event_timestamp < '%s'".formatted(START, START.plusHours(1))))
                .containsExactly("idx_audit_events_event_timestamp");
    }

    /**
     * The indexes with which PostgreSQL would search the month of the events, asked as Data Storage asks. A plan names
     * the index of a partition; that is part of the index of the table, and inherits from it.
     */
    private List<String> indexesOf(String condition) {
        String plan = this.jdbc
                .sql("EXPLAIN (FORMAT JSON) SELECT * FROM audit_events WHERE " + condition
                        + " ORDER BY event_timestamp DESC, event_id LIMIT 100")
                .query(String.class)
                .single();
        List<String> used = JsonPath.read(plan, "$..['Index Name']");
        return this.jdbc
                .sql("""
                        SELECT inhparent::regclass
                        FROM pg_inherits
                        JOIN pg_index ON indexrelid = inhrelid
                        WHERE indexrelid::regclass::text IN (:used) AND indrelid = CAST(:month AS regclass)""")
                .param("used", used)
                .param("month", LAST_MONTH.format(DateTimeFormatter.ofPattern("'audit_events_'yyyy_MM")))
                .query(String.class)
                .list();
    }
}
