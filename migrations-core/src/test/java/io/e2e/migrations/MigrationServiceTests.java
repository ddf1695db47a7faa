package io.e2e.migrations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.e2e.migrations.apply.MigrationListener;
import io.e2e.migrations.apply.MigrationListeners;
import io.e2e.migrations.apply.MigrationReport;
import io.e2e.migrations.catalog.CatalogUnreadableException;
import io.e2e.migrations.catalog.Migration;
import io.e2e.migrations.config.MigrationException;
import io.e2e.migrations.config.MigrationOptions;
import io.e2e.migrations.database.DatabaseAccess;
import io.e2e.migrations.database.DatabaseRequest;
import io.e2e.migrations.database.DatabaseTemplate;
import io.e2e.migrations.database.TargetDatabase;
import io.e2e.migrations.plan.MigrationPlan;
import io.e2e.migrations.plan.UnknownSelectionException;
import io.e2e.migrations.time.FixedTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests what the service does without a database; the starter tests the rest. */
class MigrationServiceTests {

    private static final MigrationConfig NOTIFICATIONS =
            MigrationConfig.defaults().withTables("notification_audit");

    private final List<DatabaseRequest> opened = new ArrayList<>();
    private final List<String> events = new ArrayList<>();
    private final List<String> contents = new ArrayList<>();
    private final DatabaseAccess refusing = new DatabaseAccess() {
        @Override
        public TargetDatabase open(DatabaseRequest request) {
            throw new AssertionError("a service offers a template");
        }

        @Override
        public TargetDatabase open(DatabaseRequest request, DatabaseTemplate template) {
            MigrationServiceTests.this.opened.add(request);
            MigrationServiceTests.this.contents.add(template.fingerprint());
            throw new RefusedException();
        }
    };

    private String contentsOf(MigrationConfig config) {
        try (MigrationService service = MigrationService.open(config, this.refusing)) {
            return service.template().fingerprint();
        }
    }

    @Test
    void planNeedsNoDatabase() {
        try (MigrationService service = MigrationService.open(NOTIFICATIONS, this.refusing)) {
            assertThat(service.plan()).hasToString("021 notification_audit  requested: notification_audit");
            assertThat(service.plan(NOTIFICATIONS.withTables("incident_summary_view"))
                            .migrations())
                    .hasSize(5);
            assertThat(this.opened).isEmpty();
        }
    }

    @Test
    void planForWhenNameIsUnknownIsEmpty() {
        try (MigrationService service = MigrationService.open(NOTIFICATIONS, this.refusing)) {
            assertThat(service.planFor("audit_events"))
                    .hasValueSatisfying(plan -> assertThat(plan.migrations()).hasSize(4));
            assertThat(service.planFor("some_other_table")).isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("calls")
    void operationUsesWholeConfiguration(BiConsumer<MigrationService, MigrationConfig> call, List<String> tables) {
        MigrationConfig config = NOTIFICATIONS
                .withNamespace("e2e")
                .withPostgresService("pg")
                .withPostgresUser("me")
                .withPostgresDb("db");
        try (MigrationService service = MigrationService.open(config, this.refusing)) {
            assertThatThrownBy(() -> call.accept(service, config)).isInstanceOf(RefusedException.class);
        }
        assertThat(this.opened).containsExactly(config.databaseRequest());
        assertThat(this.contents).containsExactly(contentsOf(config.withTables(tables)));
    }

    static Stream<Arguments> calls() {
        List<String> own = NOTIFICATIONS.tables();
        List<String> audit = List.of("audit_events");
        return Stream.of(
                call("applyMigrations()", (service, config) -> service.applyMigrations(), own),
                call("applyMigrations(config)", MigrationService::applyMigrations, own),
                call("applyAuditMigrations()", (service, config) -> service.applyAuditMigrations(), audit),
                call("applyAuditMigrations(config)", MigrationService::applyAuditMigrations, audit),
                call("applyAllMigrations()", (service, config) -> service.applyAllMigrations(), List.of()),
                call("applyAllMigrations(config)", MigrationService::applyAllMigrations, List.of()),
                call("verifyMigrations()", (service, config) -> service.verifyMigrations(), own),
                call("verifyMigrations(config)", MigrationService::verifyMigrations, own));
    }

    private static Arguments call(
            String name, BiConsumer<MigrationService, MigrationConfig> call, List<String> tables) {
        return Arguments.of(Named.of(name, call), tables);
    }

    @Test
    void serviceOpensDatabasesOnceAndClosesThem() {
        List<FakeDatabase> databases = new ArrayList<>();
        DatabaseAccess access = request -> {
            databases.add(new FakeDatabase(request.database()));
            return databases.get(databases.size() - 1);
        };
        try (MigrationService service = MigrationService.open(NOTIFICATIONS, access)) {
            assertThat(service.database()).isSameAs(service.database(NOTIFICATIONS.withTables("audit_events")));
            assertThat(service.database(NOTIFICATIONS.withPostgresDb("other")).description())
                    .isEqualTo("other");
        }
        assertThat(databases).extracting(database -> database.closed).containsExactly(1, 1);
    }

    @Test
    void applyWhenTableIsUnknownOpensNoDatabase() {
        MigrationConfig config = NOTIFICATIONS.withTables("audit_evnets");
        try (MigrationService service = MigrationService.open(config, this.refusing)) {
            assertThatThrownBy(service::applyMigrations).isInstanceOf(UnknownSelectionException.class);
            assertThatThrownBy(service::verifyMigrations).isInstanceOf(UnknownSelectionException.class);
        }
        assertThat(this.opened).isEmpty();
    }

    @Test
    void applyWhenCatalogIsUnreadableOpensNoDatabase() {
        MigrationConfig config =
                NOTIFICATIONS.withOptions(MigrationOptions.defaults().withLocations("classpath:db/nothing"));
        try (MigrationService service = MigrationService.open(config, this.refusing)) {
            assertThatThrownBy(service::applyMigrations).isInstanceOf(CatalogUnreadableException.class);
        }
        assertThat(this.opened).isEmpty();
    }

    @Test
    void listenersAreToldPlanInOrder() {
        List<MigrationListener> listeners = List.of(new Recorder("a"), new Recorder("b"));
        try (MigrationService service =
                MigrationService.open(NOTIFICATIONS, this.refusing, listeners, FixedTime.at("2026-11-05T12:00:00Z"))) {
            assertThatThrownBy(service::applyMigrations).isInstanceOf(RefusedException.class);
        }
        assertThat(this.events).containsExactly("a plan", "b plan");
    }

    @Test
    void listenersAreToldEveryEventInOrder() {
        List<MigrationListener> listeners = new ArrayList<>();
        MigrationListener both = new MigrationListeners(() -> listeners);
        listeners.addAll(List.of(new Recorder("a"), new Recorder("b")));
        try (MigrationService service = MigrationService.open(NOTIFICATIONS, this.refusing)) {
            Migration migration = service.plan().migrations().get(0);
            both.onPlan(service.plan());
            both.onStart(migration);
            both.onApplied(migration, Duration.ofMillis(7));
            both.onReport(new MigrationReport("a database", List.of(), List.of(), Set.of(), Set.of(), null));
        }
        assertThat(this.events)
                .containsExactly(
                        "a plan",
                        "b plan",
                        "a start 021 notification_audit",
                        "b start 021 notification_audit",
                        "a applied 021 notification_audit in PT0.007S",
                        "b applied 021 notification_audit in PT0.007S",
                        "a report",
                        "b report");
    }

    @Test
    void exceptionHasProblemAndRemedy() {
        assertThat(new RefusedException().problem()).isEqualTo("No database today.");
        assertThat(new RefusedException().remedy()).isEqualTo("Ask tomorrow.");
        assertThat(new RefusedException()).hasMessage("No database today.\nAction: Ask tomorrow.");
    }

    private static final class RefusedException extends MigrationException {
        RefusedException() {
            super("No database today.", "Ask tomorrow.", null);
        }
    }

    private final class Recorder implements MigrationListener {

        private final String name;

        Recorder(String name) {
            this.name = name;
        }

        @Override
        public void onPlan(MigrationPlan plan) {
            MigrationServiceTests.this.events.add(this.name + " plan");
        }

        @Override
        public void onStart(Migration migration) {
            MigrationServiceTests.this.events.add(this.name + " start " + migration);
        }

        @Override
        public void onApplied(Migration migration, Duration duration) {
            MigrationServiceTests.this.events.add(this.name + " applied " + migration + " in " + duration);
        }

        @Override
        public void onReport(MigrationReport report) {
            MigrationServiceTests.this.events.add(this.name + " report");
        }
    }
}
