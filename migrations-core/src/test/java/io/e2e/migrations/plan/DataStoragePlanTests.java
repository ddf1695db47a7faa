package io.e2e.migrations.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.e2e.migrations.catalog.Migration;
import io.e2e.migrations.catalog.MigrationCatalog;
import io.e2e.migrations.config.MigrationOptions;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The plans of the Data Storage catalog that the teams use. */
class DataStoragePlanTests {

    private static final MigrationCatalog CATALOG =
            MigrationCatalog.load(List.of(MigrationOptions.DATA_STORAGE_LOCATION), null);

    @ParameterizedTest
    @CsvSource({
        "audit_events,                  013 023 024 1000",
        "audit_retention_policies,      013 023 024",
        "remediation_workflow_catalog,  015 017 018 019 020 022",
        "notification_audit,            021",
        "resource_action_traces,        001 002 003 004 011 012 1001",
        "resource_references,           001",
        "action_histories,              001",
        "oscillation_patterns,          001",
        "oscillation_detections,        001",
        "action_effectiveness_metrics,  001",
        "retention_operations,          001",
        "action_history_summary,        001",
        "oscillation_detection_summary, 001",
        "incident_summary_view,         001 002 003 004 011",
        "workflows,                     015 017 018 019 020 022 1002",
        "workflow_versions,             015 017 018 019 020 022 1002"
    })
    void planOfRelationIsItsClosure(String relation, String numbers) {
        assertThat(numbers(relation)).isEqualTo(numbers);
    }

    @ParameterizedTest
    @CsvSource({
        "audit_events_2025_12,            013 023 024 1000",
        "audit_events_2031_07,            013 023 024 1000",
        "idx_audit_events_correlation_id, 013 023 024 1000",
        "resource_action_traces_y2031m07, 001 002 003 004 011 012 1001",
        "013,                             013 023 024 1000",
        "023,                             013 023",
        "event_hashing,                   013 023",
        "migration:audit_events,          013 023 024 1000",
        "021_create_notification_audit_table.sql, 021",
        "audit,                           013 023 024 1000",
        "group:workflows,                 015 017 018 019 020 022 1002",
        "notifications,                   021",
        "action-history,                  001 002 003 004 011 012 1001",
        "audit_*,                         013 023 024 1000",
        "workflow*,                       015 017 018 019 020 022 1002",
        "*_audit,                         021"
    })
    void planOfOtherNotationIsThatOfRelation(String entry, String numbers) {
        assertThat(numbers(entry)).isEqualTo(numbers);
    }

    @Test
    void planOfSeveralEntriesIsUnion() {
        assertThat(numbers("notification_audit", "audit_events")).isEqualTo("013 021 023 024 1000");
    }

    @Test
    void planOfAiAnalysisHasItsThreeRelations() {
        assertThat(numbers("audit_events", "workflows", "workflow_versions"))
                .isEqualTo("013 015 017 018 019 020 022 023 024 1000 1002");
    }

    @Test
    void planOfEmptySelectionIsWholeCatalog() {
        assertThat(MigrationPlanner.plan(CATALOG, List.of()).migrations()).isEqualTo(CATALOG.migrations());
    }

    @Test
    void planOfAuditEventsExplainsEachMigration() {
        assertThat(MigrationPlanner.plan(CATALOG, List.of("audit_events")).explain())
                .isEqualTo("""
                013 audit_events              requested: audit_events
                023 event_hashing             shapes audit_events
                024 legal_hold                shapes audit_events
                1000 audit_events_partitions  shapes audit_events""");
    }

    @Test
    void planOfRetentionPoliciesExplainsAuditEvents() {
        assertThat(MigrationPlanner.plan(CATALOG, List.of("audit_retention_policies"))
                        .explain())
                .isEqualTo("""
                        013 audit_events   precedes 024 legal_hold on audit_events
                        023 event_hashing  precedes 024 legal_hold on audit_events
                        024 legal_hold     requested: audit_retention_policies""");
    }

    @ParameterizedTest
    @CsvSource({
        "audit_evnets,                 audit_events",
        "audit_events_y2025m12,        audit_events_2025_12",
        "idx_audit_events_correlation, idx_audit_events_correlation_id",
        "idx_audit_events_timestamp,   idx_audit_events_event_timestamp",
        "workflow_version,             workflow_versions",
        "notificaton_audit,            notification_audit",
        "remediation_workflows_catalog, remediation_workflow_catalog",
        "group:workflow,               group:workflows",
        "migration:audit_event,        migration:audit_events",
        "Audit_Events,                 audit_events"
    })
    void unknownNameIsAnsweredWithNearestName(String wrong, String right) {
        assertThat(SelectionTests.unknown(CATALOG, wrong).nearest()).first().isEqualTo(right);
    }

    @Test
    void messageNamesEntryNearestNamesAndProperty() {
        assertThat(SelectionTests.unknown(CATALOG, "audit_evnets")).hasMessage("""
                'audit_evnets' in the selected tables is not a table, view, sequence, type, migration, group or pattern of \
                the catalog.
                Did you mean audit_events?
                Action: Correct the entry in e2e.migrations.tables (or in the MigrationConfig that lists it). Objects of \
                the catalog: action_effectiveness_metrics, action_histories, action_history_summary, \
                audit_events, audit_retention_policies, incident_summary_view, notification_audit, \
                oscillation_detection_summary, oscillation_detections, oscillation_patterns, \
                remediation_workflow_catalog, resource_action_traces, resource_references, retention_operations, \
                workflow_versions, workflows.""");
    }

    private static String numbers(String... selection) {
        return String.join(
                " ",
                MigrationPlanner.plan(CATALOG, Arrays.asList(selection)).migrations().stream()
                        .map(Migration::label)
                        .map(label -> label.substring(0, label.indexOf(' ')))
                        .toList());
    }
}
