package com.example.aianalysis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.annotation.Transactional;

/** AIAnalysis's end-to-end test, with workflows of its own; each test's rows are rolled back. */
@SpringBootTest
@Transactional
class AiAnalysisWorkflowTests {

    private static final Map<String, String> OUT_OF_MEMORY = Map.of("signal_type", "OOMKilled", "severity", "critical");

    @Autowired
    private IncidentAnalysis analysis;

    @Autowired
    private WorkflowCatalog catalog;

    @Autowired
    private AuditTrail auditTrail;

    @Autowired
    private JdbcClient jdbc;

    @BeforeEach
    void fillTheCatalog() {
        addVersion("raise-memory", "1.0.0", "{}");
        addVersion("raise-memory", "1.1.0", "{}");
        addVersion("raise-memory-by-commit", "1.0.0", "{\"gitops\": \"argocd\"}");
    }

    @Test
    void theWorkflowWithTheIncidentsLabelsIsChosenInItsLatestVersion() {
        Incident incident = new Incident("i-1", OUT_OF_MEMORY, Map.of("mesh", "istio"));

        assertThat(this.analysis.analyze(incident)).hasValueSatisfying(workflow -> {
            assertThat(workflow.workflowName()).isEqualTo("raise-memory");
            assertThat(workflow.version()).isEqualTo("1.1.0");
        });
        assertThat(this.auditTrail.eventTypes("i-1"))
                .containsExactly("aianalysis.analysis.started", "aianalysis.analysis.completed");
    }

    @Test
    void aWorkflowForTheDetectedEnvironmentIsPreferred() {
        Incident incident = new Incident("i-2", OUT_OF_MEMORY, Map.of("mesh", "istio", "gitops", "argocd"));

        assertThat(this.analysis.analyze(incident)).map(Workflow::workflowName).contains("raise-memory-by-commit");
    }

    @Test
    void withoutAFittingWorkflowTheAnalysisFails() {
        Incident incident = new Incident("i-3", Map.of("signal_type", "DiskFull"), Map.of());

        assertThat(this.analysis.analyze(incident)).isEmpty();
        assertThat(this.auditTrail.eventTypes("i-3"))
                .containsExactly("aianalysis.analysis.started", "aianalysis.analysis.failed");
    }

    @Test
    void allVersionsOfAWorkflowAreThere() {
        assertThat(this.catalog.versions("raise-memory")).containsExactly("1.1.0", "1.0.0");
    }

    /** Adds a version, which becomes the workflow's latest. */
    private void addVersion(String workflow, String version, String detectedLabels) {
        this.jdbc
                .sql("UPDATE workflow_versions SET is_latest_version = false WHERE workflow_name = :name")
                .param("name", workflow)
                .update();
        this.jdbc
                .sql("""
                        INSERT INTO workflow_versions (workflow_name, version, is_latest_version, name, description,
                            content, content_hash, container_image, labels, detected_labels, created_at)
                        VALUES (:name, :version, true, :name, 'Gives the container more memory.', 'steps: []',
                            'a hash', 'registry.example.com/raise-memory',
                            '{"signal_type": "OOMKilled", "severity": "critical", "component": "pod"}',
                            CAST(:detected AS jsonb), clock_timestamp())""")
                .param("name", workflow)
                .param("version", version)
                .param("detected", detectedLabels)
                .update();
    }
}
