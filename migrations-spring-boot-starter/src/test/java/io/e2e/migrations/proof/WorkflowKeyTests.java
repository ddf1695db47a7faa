package io.e2e.migrations.proof;

import static org.assertj.core.api.Assertions.assertThat;

import io.e2e.migrations.MigrationConfig;
import io.e2e.migrations.MigrationService;
import io.e2e.migrations.catalog.MigrationCatalog;
import io.e2e.migrations.config.MigrationVersion;
import io.e2e.migrations.script.SqlStatement;
import io.e2e.migrations.testing.SharedDatabase;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What 018 and 019 do to the workflows that are there, and what their Down sections bring back of them. */
class WorkflowKeyTests {

    private static final String ROWS =
            "SELECT to_jsonb(w)::text FROM remediation_workflow_catalog w ORDER BY name, version";

    private static final String COLUMNS = "SELECT attname || ' ' || format_type(atttypid, atttypmod) FROM pg_attribute"
            + " WHERE attrelid = 'remediation_workflow_catalog'::regclass AND attnum > 0 AND NOT attisdropped ORDER BY 1";

    private static final String KEY = "SELECT pg_get_constraintdef(oid) FROM pg_constraint"
            + " WHERE conname = 'remediation_workflow_catalog_pkey'";

    private final SharedDatabase database = SharedDatabase.create();

    @Test
    void namesTypesKeysAndDataComeBack() {
        apply("017");
        this.database.execute("""
                INSERT INTO remediation_workflow_catalog (workflow_id, version, name, description, content,
                    content_hash, is_latest_version, updated_at, execution_bundle)
                VALUES ('restart', '1.0', 'Restart', 'd', 'c', 'h1', false, '2026-01-01', 'registry.example/restart:1.0'),
                       ('restart', '1.1', 'Restart', 'd', 'c', 'h2', true, '2026-01-02', NULL),
                       ('drain', '1.0', 'Drain', 'd', 'c', 'h3', true, '2026-01-03', 'registry.example/drain:1.0')""");
        List<String> rows = this.database.query(ROWS);
        List<String> columns = this.database.query(COLUMNS);
        List<String> key = this.database.query(KEY);

        apply("019");

        assertThat(this.database.query(
                        "SELECT concat_ws(' ', workflow_name, version, container_image, updated_at::date)"
                                + " FROM remediation_workflow_catalog ORDER BY workflow_name, version"))
                .containsExactly(
                        "drain 1.0 registry.example/drain:1.0 2026-01-03",
                        "restart 1.0 registry.example/restart:1.0 2026-01-01",
                        "restart 1.1 2026-01-02");
        assertThat(this.database.query("SELECT count(DISTINCT workflow_id) FROM remediation_workflow_catalog"))
                .containsExactly("3");
        assertThat(this.database.query(KEY)).containsExactly("PRIMARY KEY (workflow_id)");

        takeBack(19);
        takeBack(18);

        assertThat(this.database.query(ROWS)).isEqualTo(rows);
        assertThat(this.database.query(COLUMNS)).isEqualTo(columns);
        assertThat(this.database.query(KEY)).isEqualTo(key);
    }

    private void apply(String migration) {
        try (MigrationService migrations = MigrationService.open(
                MigrationConfig.defaults().withTables("migration:" + migration), this.database.access())) {
            migrations.applyMigrations();
        }
    }

    private void takeBack(int number) {
        this.database.execute(MigrationCatalog.load(List.of("classpath:db/e2e-migrations"), null)
                .withVersion(MigrationVersion.of(String.valueOf(number)))
                .orElseThrow()
                .script()
                .down()
                .stream()
                .map(SqlStatement::text)
                .toArray(String[]::new));
    }
}
