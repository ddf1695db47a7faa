package io.e2e.migrations.proof;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The Data Storage catalog keeps what its headers promise, with rows in every family of tables. */
class CatalogProofTests {

    private static final Logger LOG = LoggerFactory.getLogger(CatalogProofTests.class);

    private static final CatalogProof CATALOG = CatalogProof.of("classpath:db/e2e-migrations")
            .withRowsAfter("1", """
                    INSERT INTO resource_references (resource_uid, api_version, kind, name, namespace)
                    VALUES ('u-1', 'apps/v1', 'Deployment', 'api', 'shop')""")
            .withRowsAfter("1", "INSERT INTO action_histories (resource_id) SELECT id FROM resource_references")
            .withRowsAfter("1", """
                    INSERT INTO resource_action_traces (action_history_id, action_id, action_timestamp, alert_name,
                        alert_severity, alert_labels, model_used, model_confidence, action_type)
                    SELECT id, 'a-1', '2025-12-10 10:00+00', 'HighLoad', 'critical', '{"team": "shop"}', 'small', 0.9,
                        'scale_deployment'
                    FROM action_histories""")
            .withRowsAfter("13", """
                    INSERT INTO audit_events (event_timestamp, event_date, event_type, event_category, event_action,
                        event_outcome, actor_type, actor_id, resource_type, resource_id, correlation_id, event_data)
                    VALUES ('2025-12-10 10:00+00', '2025-12-10', 'gateway.signal.received', 'gateway', 'received',
                        'success', 'service', 'gateway', 'signal', 's-1', 'c-1', '{}')""")
            .withRowsAfter("15", """
                    INSERT INTO remediation_workflow_catalog (workflow_id, version, name, description, content,
                        content_hash, is_latest_version)
                    VALUES ('restart', '1.0', 'Restart', 'Restarts a pod.', 'steps', 'h1', false),
                           ('restart', '1.1', 'Restart', 'Restarts a pod.', 'steps', 'h2', true)""")
            .withRowsAfter("17", """
                    INSERT INTO remediation_workflow_catalog (workflow_id, version, name, description, content,
                        content_hash, is_latest_version, parameters, execution_bundle)
                    VALUES ('drain', '1.0', 'Drain', 'Drains a node.', 'steps', 'h3', true, '{"grace": 5}',
                        'registry.example/drain:1.0')""")
            .withRowsAfter("21", """
                    INSERT INTO notification_audit (remediation_id, notification_id, recipient, channel,
                        message_summary, status, sent_at)
                    VALUES ('r-1', 'n-1', 'on-call', 'email', 'A pod was restarted.', 'sent', '2025-12-10 10:00+00')""");

    @Test
    void dataStorageCatalogIsProven() {
        ProofReport report = CATALOG.verify();

        LOG.info("{}", report);
        assertThat(report.migrations()).isEqualTo(19);
        assertThat(report.downs()).isEqualTo(19);
        assertThat(report.plans()).isEqualTo(8);
        assertThat(report.pairs()).isEqualTo(56);
        assertThat(report.notes()).isEmpty();
    }
}
