package io.e2e.migrations.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Every function of the Data Storage catalog can be called, and answers what the facts say; those about actions are in {@link ActionFunctionTests}. */
class FunctionTests extends WholeCatalog {

    @Test
    void theseAreAllFunctions() {
        assertThat(this.database.query("""
                        SELECT p.proname FROM pg_proc p
                         WHERE p.pronamespace = 'public'::regnamespace
                           AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')
                         ORDER BY 1"""))
                .containsExactly(
                        "analyze_action_oscillation",
                        "analyze_cascade_effects",
                        "audit_event_lock_id",
                        "create_monthly_partitions",
                        "detect_cascading_failures",
                        "detect_ineffective_loops",
                        "detect_resource_thrashing",
                        "detect_scale_oscillation",
                        "get_action_effectiveness",
                        "get_action_traces",
                        "get_recent_actions",
                        "get_resource_actions_base",
                        "get_resource_id",
                        "prevent_legal_hold_deletion",
                        "set_audit_event_date",
                        "store_oscillation_detection",
                        "update_updated_at",
                        "update_workflow_catalog_updated_at");
    }

    @Test
    void createMonthlyPartitionsMakesTheNextMonthWhereverTheSessionIs() {
        List<String> name = this.database.query("SELECT to_char((now() AT TIME ZONE 'UTC') + interval '1 month',"
                + " '\"resource_action_traces_y\"YYYY\"m\"MM')");
        this.database.execute(
                "DROP TABLE " + name.get(0),
                "SET TimeZone = 'America/New_York'",
                "SELECT create_monthly_partitions()",
                "SELECT create_monthly_partitions()");

        assertThat(this.database.query("SELECT date_trunc('month', first) = first FROM (SELECT (regexp_match("
                        + "pg_get_expr(relpartbound, oid), '''([^'']+)'''))[1]::timestamptz AT TIME ZONE 'UTC' AS first"
                        + " FROM pg_class WHERE relname = '" + name.get(0) + "') AS bounds"))
                .containsExactly("t");
    }

    @Test
    void setAuditEventDateTakesTheUtcDayWhereverTheSessionIs() {
        String month = this.database
                .query("SELECT to_char(now() AT TIME ZONE 'UTC', 'YYYY-MM')")
                .get(0);
        this.database.execute(
                "SET TimeZone = 'America/New_York'", event("dated", month + "-15 02:00:00+00", month + "-14"));

        assertThat(this.database.query("SELECT event_date FROM audit_events WHERE correlation_id = 'dated'"))
                .containsExactly(month + "-15");
    }

    @Test
    void preventLegalHoldDeletionRefusesUntilTheHoldIsReleased() {
        String month = this.database
                .query("SELECT to_char(now() AT TIME ZONE 'UTC', 'YYYY-MM')")
                .get(0);
        this.database.execute(
                event("held", month + "-15 02:00:00+00", month + "-15"),
                "UPDATE audit_events SET legal_hold = true WHERE correlation_id = 'held'");

        String delete = "DELETE FROM audit_events WHERE correlation_id = 'held'";
        assertThatThrownBy(() -> this.database.execute(delete))
                .hasMessageContaining("(correlation_id held) is on legal hold and cannot be deleted")
                .cause()
                .hasFieldOrPropertyWithValue("SQLState", "23503");
        this.database.execute("UPDATE audit_events SET legal_hold = false WHERE correlation_id = 'held'", delete);
        assertThat(this.database.query("SELECT 1 FROM audit_events WHERE correlation_id = 'held'"))
                .isEmpty();
    }

    @Test
    void auditEventLockIdIsTheBeginningOfTheHash() throws Exception {
        byte[] hash = MessageDigest.getInstance("SHA-256").digest("Vorgang-ü-1".getBytes(StandardCharsets.UTF_8));

        assertThat(this.database.query("SELECT audit_event_lock_id('Vorgang-ü-1')"))
                .containsExactly(Long.toString(ByteBuffer.wrap(hash).getLong()));
    }

    @Test
    void updateWorkflowCatalogUpdatedAtSetsTheMomentOfTheChange() {
        this.database.execute(
                "INSERT INTO remediation_workflow_catalog (workflow_name, version, name, description, content,"
                        + " content_hash, updated_at) VALUES ('w', '1', 'w', 'd', 'c', 'h', '2020-01-01')",
                "UPDATE remediation_workflow_catalog SET status = 'disabled' WHERE workflow_name = 'w'");

        assertThat(this.database.query(
                        "SELECT updated_at > now() - interval '1 hour' FROM workflows WHERE workflow_name = 'w'"))
                .containsExactly("t");
    }

    private static String event(String correlation, String timestamp, String date) {
        return "INSERT INTO audit_events (event_timestamp, event_date, event_type, event_category, event_action,"
                + " event_outcome, actor_type, actor_id, resource_type, resource_id, correlation_id, event_data)"
                + " VALUES ('" + timestamp + "', '" + date + "', 'gateway.signal.received', 'gateway', 'received',"
                + " 'success', 'service', 'gateway', 'signal', 's-1', '" + correlation + "', '{}')";
    }
}
