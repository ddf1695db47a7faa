package io.e2e.migrations.boot.diagnostics;

import static org.assertj.core.api.Assertions.assertThat;

import io.e2e.migrations.MigrationConfig;
import io.e2e.migrations.MigrationService;
import io.e2e.migrations.boot.diagnostics.DatabaseErrorExplainer.Explanation;
import java.sql.BatchUpdateException;
import java.sql.SQLException;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;
import org.hibernate.tool.schema.spi.SchemaManagementException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** Explains errors by the Data Storage catalog, of which {@code audit_events} is selected. */
class DatabaseErrorExplainerTests {

    private static final MigrationConfig CONFIG = MigrationConfig.defaults().withTables("audit_events");
    private static final YearMonth TODAY = YearMonth.now(ZoneOffset.UTC);
    private static final String MONTHS = "the months " + TODAY.minusMonths(1) + " to " + TODAY.plusMonths(3) + ".";

    private final MigrationService service = MigrationService.open(CONFIG, request -> {
        throw new AssertionError("no database is needed");
    });
    private final DatabaseErrorExplainer explainer =
            new DatabaseErrorExplainer(this.service, List.of(CONFIG), List.of(CONFIG));

    @AfterEach
    void close() {
        this.service.close();
    }

    @Test
    void explanationWhenTableIsNotSelectedNamesEntry() {
        assertThat(explain("42P01", "relation \"notification_audit\" does not exist"))
                .isEqualTo(new Explanation(
                        "notification_audit does not exist in this database: 021_create_notification_audit_table.sql creates"
                                + " it, and the selected tables do not need that migration.",
                        "Add notification_audit to e2e.migrations.tables (now audit_events), or to the tables of"
                                + " @E2eMigrations if the test class has it."));
    }

    @Test
    void explanationWhenMessageIsTranslatedOrQualifiedFindsName() {
        assertThat(explain("42P01", "Relation »public.notification_audit« existiert nicht")
                        .problem())
                .startsWith("notification_audit does not exist in this database: 021_");
    }

    @Test
    void explanationWhenHibernateMissesTableNamesEntry() {
        assertThat(explain(new SchemaManagementException(
                                "Schema validation: missing table [public.notification_audit]"))
                        .remedy())
                .startsWith("Add notification_audit to e2e.migrations.tables (now audit_events)");
    }

    @Test
    void explanationWhenHibernateMissesColumnNamesFinalForm() {
        assertThat(explain(new SchemaManagementException(
                        "Schema validation: missing column [origin] in table" + " [audit_events]")))
                .isEqualTo(new Explanation(
                        "audit_events exists and has its final form, which 013_create_audit_events_table.sql and the later"
                                + " migrations give it, but the application expects other columns.",
                        "Correct the query or the mapping of the entity (the name and the type in @Column, the naming"
                                + " strategy), or add the column in a new migration."));
    }

    @Test
    void explanationWhenHibernateMissesColumnOfOtherToolsTableIsEmpty() {
        assertThat(this.explainer.explain(
                        new SchemaManagementException("Schema validation: missing column [a] in table [orders]")))
                .isEmpty();
    }

    @Test
    void explanationWhenColumnIsUnknownNamesFinalForm() {
        assertThat(explain("42703", "column \"origin\" of relation \"audit_events\" does not exist")
                        .problem())
                .startsWith("audit_events exists and has its final form");
    }

    @Test
    void explanationWhenFunctionIsNotSelectedNamesMigration() {
        String function = this.service.plan(CONFIG.withTables(List.of())).migrations().stream()
                .filter(migration -> !this.service.plan().migrations().contains(migration))
                .flatMap(migration -> migration.header().creates().stream())
                .filter(object -> object.toString().startsWith("function "))
                .findFirst()
                .orElseThrow()
                .name();

        assertThat(explain("42883", "function " + function + "(integer) does not exist")
                        .remedy())
                .startsWith("Add migration:");
    }

    @Test
    void explanationWhenSelectedTableIsMissingNamesSchemas() {
        assertThat(explain("42P01", "relation \"audit_events\" does not exist"))
                .isEqualTo(new Explanation(
                        "013_create_audit_events_table.sql created audit_events in the schema public, but it was not found:"
                                + " it was dropped since, or the connection leads to another schema or database.",
                        "Check the application's search path (spring.datasource.hikari.schema, currentSchema in the URL,"
                                + " spring.jpa.properties.hibernate.default_schema) against e2e.migrations.schema, and"
                                + " whether another DataSource is used."));
    }

    @Test
    void explanationWhenNothingIsAppliedAtStartNamesApply() {
        assertThat(new DatabaseErrorExplainer(this.service, List.of(CONFIG), List.of())
                        .explain(error("42P01", "relation \"audit_events\" does not exist", "")))
                .contains(new Explanation(
                        "audit_events does not exist yet: 013_create_audit_events_table.sql creates it, but"
                                + " e2e.migrations.apply=manual applies nothing when the context starts.",
                        "Set e2e.migrations.apply=startup, or call MigrationService.applyMigrations() before audit_events"
                                + " is used."));
    }

    @Test
    void explanationWhenTableIsInNoCatalogSaysSo() {
        assertThat(explain("42P01", "relation \"notification_audits\" does not exist"))
                .isEqualTo(new Explanation(
                        "notification_audits does not exist in this database, and no migration of"
                                + " classpath:db/e2e-migrations creates it. Similar names there: notification_audit.",
                        "If Flyway, Liquibase, schema.sql or Hibernate (spring.jpa.hibernate.ddl-auto) creates it, let that"
                                + " run in this test, and before notification_audits is used. If migrations of your own"
                                + " create it, add their directory to e2e.migrations.locations."));
    }

    @Test
    void explanationWhenMonthIsBeforePartitionsNamesFrom() {
        assertThat(partition("(event_date) = (2020-01-15)"))
                .isEqualTo(new Explanation(
                        "audit_events has no partition for 2020-01, but for " + MONTHS,
                        "Set e2e.migrations.partitions.from=2020-01, or use a time in those months."));
    }

    @Test
    void explanationWhenMonthIsAfterPartitionsNamesMonthsAhead() {
        YearMonth month = TODAY.plusMonths(14);

        assertThat(partition("(event_date) = (" + month + "-15)"))
                .isEqualTo(new Explanation(
                        "audit_events has no partition for " + month + ", but for " + MONTHS,
                        "Set e2e.migrations.partitions.months-ahead=14, or use a time in those months."));
    }

    @Test
    void explanationWhenKeyIsNullNamesColumn() {
        assertThat(partition("(event_date) = (null)"))
                .isEqualTo(new Explanation(
                        "The row has no value in event_date, which PostgreSQL needs to choose a partition before any trigger"
                                + " runs. audit_events has partitions for " + MONTHS,
                        "Send event_date with the row."));
    }

    @Test
    void explanationWhenServerHidesRowNamesBothProperties() {
        assertThat(explain(error(
                                "23514",
                                "no partition of relation \"audit_events\" found for row",
                                "",
                                "taudit_events"))
                        .remedy())
                .isEqualTo(
                        "Set e2e.migrations.partitions.from or e2e.migrations.partitions.months-ahead so that the month is"
                                + " one of them.");
    }

    @Test
    void explanationWhenCheckConstraintIsViolatedIsEmpty() {
        assertThat(this.explainer.explain(error("23514", "violates", "", "taudit_events", "nevent_date_check")))
                .isEmpty();
    }

    @Test
    void explanationWhenRightIsMissingNamesRoles() {
        assertThat(explain("42501", "permission denied for table audit_events"))
                .isEqualTo(new Explanation(
                        "The application connects as a role that has no right to use audit_events, which belongs to the role"
                                + " that applied the migrations.",
                        "Let the application connect as that role (spring.datasource.username,"
                                + " e2e.migrations.postgres-user), or grant its role the rights, as in GRANT SELECT, INSERT,"
                                + " UPDATE, DELETE ON audit_events TO the role."));
        assertThat(this.explainer.explain(error("42501", "permission denied for schema elsewhere", "")))
                .isEmpty();
    }

    @Test
    void explanationWhenErrorIsInBatchOrWrapped() {
        SQLException cause = error("42P01", "relation \"notification_audit\" does not exist", "");
        assertThat(explain(new IllegalStateException(new BatchUpdateException("batch", "42P01", 0, new int[0], cause)))
                        .problem())
                .startsWith("notification_audit does not exist");
        assertThat(explain(new SQLException("relation \"notification_audit\" does not exist", "42P01"))
                        .problem())
                .startsWith("notification_audit does not exist");
    }

    @Test
    void explanationWhenFailureIsNoneOfTheDatabaseIsEmpty() {
        assertThat(this.explainer.explain(new IllegalStateException("[audit_events]")))
                .isEmpty();
        assertThat(this.explainer.explain(error("23505", "duplicate key", ""))).isEmpty();
    }

    private Explanation partition(String key) {
        return explain(error(
                "23514",
                "no partition of relation \"audit_events\" found for row",
                "Partition key of the failing row contains " + key + ".",
                "taudit_events"));
    }

    private Explanation explain(String state, String message) {
        return explain(error(state, message, ""));
    }

    private Explanation explain(Throwable failure) {
        return this.explainer.explain(failure).orElseThrow();
    }

    /** An error as the protocol sends it: fields that begin with a letter, each ended by a zero byte. */
    private static SQLException error(String state, String message, String detail, String... fields) {
        StringBuilder text = new StringBuilder("SERROR\0C" + state + "\0M" + message + "\0");
        if (!detail.isEmpty()) {
            text.append('D').append(detail).append('\0');
        }
        List.of(fields).forEach(field -> text.append(field).append('\0'));
        return new PSQLException(new ServerErrorMessage(text.toString()));
    }
}
