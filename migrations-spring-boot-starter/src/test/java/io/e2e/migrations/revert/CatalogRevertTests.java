package io.e2e.migrations.revert;

import static org.assertj.core.api.Assertions.assertThat;

import io.e2e.migrations.MigrationConfig;
import io.e2e.migrations.MigrationService;
import io.e2e.migrations.apply.MigrationReport;
import io.e2e.migrations.catalog.Migration;
import io.e2e.migrations.config.MigrationOptions;
import io.e2e.migrations.config.MigrationOptions.VerifyLevel;
import io.e2e.migrations.testing.DatabaseContents;
import io.e2e.migrations.testing.SchemaContents;
import io.e2e.migrations.testing.SharedDatabase;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Each migration of the Data Storage catalog is reverted and applied again. */
class CatalogRevertTests {

    private final SharedDatabase database = SharedDatabase.create();
    private final MigrationService migrations = MigrationService.open(
            MigrationConfig.defaults().withOptions(MigrationOptions.defaults().withVerify(VerifyLevel.NONE)),
            this.database.access());

    @Test
    @Tag("night")
    void applyAfterRevertOfEachMigrationLeadsToTheSchemaAndTheRowsOfBefore() {
        this.migrations.applyMigrations();
        String schema = DatabaseContents.schema(this.database);

        for (Migration migration : this.migrations.plan().migrations()) {
            RevertRequest request = RevertRequest.of("migration:" + migration.file())
                    .withDependents()
                    .allowLoss();
            RevertReport reverted = this.migrations.revert(request);
            MigrationReport applied = this.migrations.applyMigrations();

            assertThat(reverted.reverted()).contains(migration);
            assertThat(applied.applied().stream().map(step -> step.migration()).toList())
                    .as("applied after %s", reverted)
                    .containsAll(reverted.reverted());
            assertThat(DatabaseContents.schema(this.database))
                    .as("after %s", reverted)
                    .isEqualTo(schema);
            assertThat(this.migrations.reset().isEmpty())
                    .as("seed data after %s", reverted)
                    .isTrue();
        }
    }

    @Test
    void resetAfterRevertsRestoresTheSeedDataOfTheRest() {
        this.migrations.applyMigrations();
        SchemaContents contents = SchemaContents.of(this.database);

        // The last row of the history has the seed data of all.
        this.migrations.revert(RevertRequest.of("workflow_views"));
        this.database.execute(
                "DELETE FROM oscillation_patterns", "UPDATE audit_retention_policies SET retention_days = 1");

        assertThat(this.migrations.reset().tables())
                .containsExactly("audit_retention_policies", "oscillation_patterns");
        assertThat(SchemaContents.of(this.database)).isEqualTo(contents);

        this.migrations.revert(RevertRequest.allAfter("001"));
        this.database.execute("DELETE FROM oscillation_patterns");
        assertThat(this.migrations.reset().tables()).containsExactly("oscillation_patterns");
        assertThat(this.database.query("SELECT count(*) FROM oscillation_patterns"))
                .containsExactly("4");
    }

    @Test
    void revertOfEverythingLeavesWhatWasThereBeforeAndAllAppliesAgain() {
        this.migrations.applyMigrations();
        String schema = DatabaseContents.schema(this.database);

        RevertReport report =
                this.migrations.revert(RevertRequest.of("*").withDependents().allowLoss());

        assertThat(report.reverted()).hasSize(19);
        assertThat(DatabaseContents.schema(this.database)).isEqualTo("extension uuid-ossp\n");
        assertThat(this.migrations.applyMigrations().applied()).hasSize(19);
        assertThat(DatabaseContents.schema(this.database)).isEqualTo(schema);
    }
}
