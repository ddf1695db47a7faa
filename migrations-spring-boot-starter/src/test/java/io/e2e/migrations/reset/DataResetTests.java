package io.e2e.migrations.reset;

import static org.assertj.core.api.Assertions.assertThat;

import io.e2e.migrations.MigrationConfig;
import io.e2e.migrations.MigrationService;
import io.e2e.migrations.config.MigrationOptions;
import io.e2e.migrations.session.DatabaseSession;
import io.e2e.migrations.testing.SchemaContents;
import io.e2e.migrations.testing.SharedDatabase;
import io.e2e.migrations.time.TimeSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** The whole catalog in one database, which each test leaves as it found it: that is what a reset is for. */
@ParameterizedClass
@EnumSource(Mode.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DataResetTests {

    private static final String EVENT = """
            INSERT INTO audit_events (event_id, event_date, event_timestamp, event_type, event_category, event_action,
                event_outcome, actor_type, actor_id, resource_type, resource_id, correlation_id, event_data, legal_hold,
                parent_event_id, parent_event_date)
            VALUES ('00000000-0000-0000-0000-00000000000%1$d', '%2$s', '%2$s 12:00+00', 't', 'c', 'a', 'success', 'service',
                'gateway', 'pod', 'p', 'c-%1$d', '{}', %3$s, %4$s, %5$s)""";

    private static final String RESOURCE =
            "INSERT INTO resource_references (resource_uid, api_version, kind, name) SELECT 'uid-' || n, 'v1', 'Pod',"
                    + " 'pod-' || n FROM generate_series(1, %d) n";

    private static final String FILES = "SELECT relname || ' ' || relfilenode FROM pg_class"
            + " WHERE relnamespace = 'public'::regnamespace ORDER BY 1";

    private final SharedDatabase database = SharedDatabase.create();

    @Parameter
    private Mode mode;

    private SchemaContents migrated;
    private DatabaseSession session;

    @BeforeAll
    void migrate() {
        MigrationService.open(MigrationConfig.defaults(), this.database.access())
                .applyMigrations();
        this.migrated = SchemaContents.of(this.database);
        this.session = DatabaseSession.open(this.database, MigrationOptions.defaults(), TimeSource.system());
    }

    @AfterAll
    void close() {
        this.session.close();
    }

    @AfterEach
    void everythingIsAsTheMigrationsLeftIt() {
        assertThat(reset()).isEmpty();
        assertThat(SchemaContents.of(this.database)).isEqualTo(this.migrated);
    }

    private Map<String, List<String>> reset() {
        return this.mode.reset(this.session, "public");
    }

    @Test
    void nothingHappensToAnUnusedDatabase() {
        List<String> before = this.database.query(FILES);

        assertThat(reset()).isEmpty();

        assertThat(this.database.query(FILES)).isEqualTo(before);
    }

    @Test
    void seedsThatWereChangedDeletedOrAddedAreAsTheyWere() {
        this.database.execute(
                "UPDATE oscillation_patterns SET description = 'changed' WHERE id = 2",
                "DELETE FROM oscillation_patterns WHERE id = 3",
                "INSERT INTO oscillation_patterns (pattern_type, pattern_name, prevention_strategy) VALUES ('a', 'b', 'c')",
                "DELETE FROM audit_retention_policies");

        assertThat(reset())
                .isEqualTo(Map.of(
                        "TABLE",
                        List.of("audit_retention_policies", "oscillation_patterns"),
                        "SEQUENCE",
                        List.of("oscillation_patterns_id_seq")));
    }

    @Test
    void aSeedThatWasChangedAndPutBackIsNoChange() {
        this.database.execute(
                "UPDATE audit_retention_policies SET retention_days = 1",
                "UPDATE audit_retention_policies SET retention_days = 2555");

        assertThat(reset()).isEmpty();
    }

    @Test
    void sequencesGoOnWhereTheMigrationsLeftThem() {
        this.database.execute(
                "SELECT nextval('oscillation_patterns_id_seq')", "SELECT nextval('resource_references_id_seq')");

        assertThat(reset())
                .isEqualTo(Map.of("SEQUENCE", List.of("oscillation_patterns_id_seq", "resource_references_id_seq")));

        assertThat(this.database.query("SELECT nextval('oscillation_patterns_id_seq')"))
                .containsExactly("5");
        assertThat(this.database.query("SELECT nextval('resource_references_id_seq')"))
                .containsExactly("1");
        reset();
    }

    @Test
    void aSequenceThatWasSetButNotUsedIsPutBack() {
        this.database.execute("SELECT setval('notification_audit_id_seq', 77, false)");

        assertThat(reset()).isEqualTo(Map.of("SEQUENCE", List.of("notification_audit_id_seq")));
    }

    @Test
    void eventsOnLegalHoldGoAndTheGuardStays() {
        this.database.execute(event(1, "2025-11-03", true, 0));

        assertThat(reset()).isEqualTo(Map.of("TABLE", List.of("audit_events")));

        assertThat(this.database.query(
                        "SELECT DISTINCT tgenabled::text FROM pg_trigger WHERE tgname = 'enforce_legal_hold'"))
                .containsExactly("O");
    }

    @Test
    void eventsGoWithTheirParentsInOtherMonths() {
        this.database.execute(
                event(1, "2025-11-03", false, 0), event(2, "2025-12-03", true, 1), event(3, "2026-01-03", false, 2));

        assertThat(reset()).isEqualTo(Map.of("TABLE", List.of("audit_events")));
    }

    private static String event(int number, String date, boolean hold, int parent) {
        String parentId = parent == 0 ? "NULL" : "'00000000-0000-0000-0000-00000000000" + parent + "'";
        String parentDate =
                parent == 0 ? "NULL" : "(SELECT event_date FROM audit_events WHERE event_id = " + parentId + ")";
        return EVENT.formatted(number, date, hold, parentId, parentDate);
    }

    @Test
    void theWholeChainBehindAResourceGoes() {
        this.database.execute(
                RESOURCE.formatted(2),
                "INSERT INTO action_histories (resource_id) SELECT id FROM resource_references",
                "INSERT INTO resource_action_traces (action_history_id, action_id, action_timestamp, signal_name,"
                        + " signal_severity, model_used, model_confidence, action_type)"
                        + " SELECT id, 'a' || id, '2025-08-01 00:00+00', 's', 'low', 'm', 0.5, 't' FROM action_histories",
                "INSERT INTO retention_operations (action_history_id, operation_type, strategy_used, records_before,"
                        + " records_after, records_deleted, operation_start) SELECT id, 'o', 's', 1, 1, 0, now()"
                        + " FROM action_histories",
                "INSERT INTO oscillation_detections (pattern_id, resource_id, confidence, action_count, time_span_minutes)"
                        + " SELECT 2, id, 0.5, 1, 1 FROM resource_references",
                "UPDATE oscillation_patterns SET total_detections = 2 WHERE id = 2");

        assertThat(reset().get("TABLE"))
                .containsExactly(
                        "action_histories",
                        "oscillation_detections",
                        "oscillation_patterns",
                        "resource_action_traces",
                        "resource_references",
                        "retention_operations");
    }

    @Test
    void everyOtherTableIsEmptiedToo() {
        this.database.execute(
                "INSERT INTO notification_audit (remediation_id, notification_id, recipient, channel, message_summary,"
                        + " status, sent_at) VALUES ('r', 'n', 'x', 'email', 'm', 'sent', now())",
                "INSERT INTO remediation_workflow_catalog (workflow_name, version, name, description, content,"
                        + " content_hash) VALUES ('w', '1', 'n', 'd', 'c', 'h')",
                "INSERT INTO action_effectiveness_metrics (scope_type, metric_period, period_start, period_end,"
                        + " action_type, sample_size, average_score) VALUES ('s', 'day', now(), now(), 'a', 1, 0.5)");

        assertThat(reset().get("TABLE"))
                .containsExactly("action_effectiveness_metrics", "notification_audit", "remediation_workflow_catalog");
    }

    @Test
    void whatWasRolledBackIsNoChange() {
        this.database.execute(
                "BEGIN", RESOURCE.formatted(3), "SELECT setval('resource_references_id_seq', 1, false)", "ROLLBACK");

        assertThat(reset()).isEmpty();
    }

    @Test
    void whatDidNotChangeKeepsItsFilesAndFewRowsTakeNoNewOnes() {
        List<String> before = this.database.query(FILES);
        this.database.execute(
                event(1, "2025-11-03", false, 0), RESOURCE.formatted(3), "DELETE FROM oscillation_patterns");

        reset();

        assertThat(this.database.query(FILES)).isEqualTo(before);
    }

    @Test
    void aTableThatGrewIsTruncatedWithWhatReferencesItAndNothingElse() {
        List<String> before = this.database.query(FILES);
        this.database.execute(
                "INSERT INTO action_effectiveness_metrics (scope_type, scope_value, metric_period, period_start,"
                        + " period_end, action_type, sample_size, average_score)"
                        + " SELECT 's', n, 'day', now(), now(), 'a', 1, 0.5 FROM generate_series(1, 120000) n",
                "INSERT INTO oscillation_patterns (pattern_type, pattern_name, prevention_strategy)"
                        + " SELECT 'a', repeat('b', 180), 'c' FROM generate_series(1, 40000) n");

        assertThat(reset().get("TABLE")).containsExactly("action_effectiveness_metrics", "oscillation_patterns");

        assertThat(this.database.query(FILES).stream().filter(file -> !before.contains(file)))
                .extracting(file -> file.replaceFirst(" .*", ""))
                .filteredOn(name -> !name.startsWith("idx_"))
                .containsExactlyInAnyOrder(
                        "action_effectiveness_metrics",
                        "action_effectiveness_metrics_pkey",
                        "action_effectiveness_metrics_scope_type_scope_value_metric__key",
                        "oscillation_detections",
                        "oscillation_detections_pkey",
                        "oscillation_patterns",
                        "oscillation_patterns_pkey");
    }
}
