package com.example.aianalysis;

import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.databind.json.JsonMapper;

/** Reads the workflow catalog: {@code workflows} has each workflow once, {@code workflow_versions} all its versions. */
@Repository
public class WorkflowCatalog {

    private final JdbcClient jdbc;
    private final JsonMapper json;

    WorkflowCatalog(JdbcClient jdbc, JsonMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    /**
     * The workflow that fits best: it has all labels of the incident, and its environment demands nothing that was not
     * detected. Of several, the one that is most particular about its environment wins, then the most successful one.
     */
    public Optional<Workflow> choose(Incident incident) {
        return this.jdbc
                .sql("""
                        SELECT workflow_name, version, container_image
                        FROM workflows
                        WHERE status = 'active'
                            AND labels @> CAST(:labels AS jsonb)
                            AND detected_labels <@ CAST(:detected AS jsonb)
                        ORDER BY (SELECT count(*) FROM jsonb_object_keys(detected_labels)) DESC,
                            actual_success_rate DESC NULLS LAST
                        LIMIT 1""")
                .param("labels", this.json.writeValueAsString(incident.labels()))
                .param("detected", this.json.writeValueAsString(incident.detectedLabels()))
                .query(Workflow.class)
                .optional();
    }

    /** The versions of a workflow, newest first. */
    public List<String> versions(String workflowName) {
        return this.jdbc
                .sql("SELECT version FROM workflow_versions WHERE workflow_name = :name ORDER BY created_at DESC")
                .param("name", workflowName)
                .query(String.class)
                .list();
    }
}
