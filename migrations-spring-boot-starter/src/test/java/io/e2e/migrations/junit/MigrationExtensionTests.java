package io.e2e.migrations.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import io.e2e.migrations.MigrationService;
import io.e2e.migrations.database.DatabaseAddress;
import io.e2e.migrations.isolation.Isolation;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.platform.testkit.engine.EngineTestKit;

/** Runs test classes that use the extension. */
class MigrationExtensionTests {

    /** The databases that the test classes saw, by the class and what it did. */
    private static final Map<String, Set<String>> SEEN = new ConcurrentHashMap<>();

    @BeforeEach
    void forget() {
        SEEN.clear();
    }

    private static void run(Class<?>... testClasses) {
        EngineTestKit.Builder kit = EngineTestKit.engine("junit-jupiter")
                .configurationParameter("junit.jupiter.execution.parallel.enabled", "true")
                .configurationParameter("junit.jupiter.execution.parallel.mode.default", "concurrent")
                .configurationParameter("junit.jupiter.execution.parallel.config.strategy", "fixed")
                .configurationParameter("junit.jupiter.execution.parallel.config.fixed.parallelism", "3");
        for (Class<?> testClass : testClasses) {
            kit.selectors(selectClass(testClass));
        }
        kit.execute()
                .allEvents()
                .assertStatistics(statistics -> statistics.failed(0).skipped(0));
    }

    /** The retention policies that the migrations insert. */
    private static int policies(DataSource dataSource) throws SQLException {
        return number(dataSource, "SELECT count(*) FROM audit_retention_policies");
    }

    private static void deletePolicies(DataSource dataSource) throws SQLException {
        number(dataSource, "WITH gone AS (DELETE FROM audit_retention_policies RETURNING 1) SELECT count(*) FROM gone");
    }

    private static int number(DataSource dataSource, String sql) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getInt(1);
        }
    }

    private static void see(String by, DatabaseAddress address) {
        SEEN.computeIfAbsent(by, key -> ConcurrentHashMap.newKeySet()).add(address.jdbcUrl());
    }

    @Test
    void classesWhenTheyRunInParallelHaveDatabasesOfTheirOwn() {
        run(Declared.class, AlsoDeclared.class);

        assertThat(SEEN.get("Declared")).hasSize(1);
        assertThat(SEEN.get("AlsoDeclared")).hasSize(1).isNotEqualTo(SEEN.get("Declared"));
    }

    @MigratedDatabase(tables = "audit_events")
    static class Declared {

        @BeforeAll
        static void leaveRows(DataSource dataSource) throws SQLException {
            deletePolicies(dataSource);
        }

        @Test
        void usesTheDatabaseOfTheClass(DataSource dataSource, DatabaseAddress address) throws SQLException {
            see("Declared", address);
            assertThat(policies(dataSource)).isZero();
        }

        @Nested
        class Inner {

            @Test
            void usesTheDatabaseOfTheClassAround(DataSource dataSource, DatabaseAddress address) throws SQLException {
                see("Declared", address);
                assertThat(policies(dataSource)).isZero();
            }
        }
    }

    @MigratedDatabase(tables = "audit_events")
    static class AlsoDeclared {

        @Test
        void findsWhatTheMigrationsInserted(DataSource dataSource, DatabaseAddress address) throws SQLException {
            see("AlsoDeclared", address);
            assertThat(policies(dataSource)).isPositive();
        }

        @Test
        void hasNoOtherTables(MigrationService migrations) {
            assertThat(migrations.plan())
                    .isEqualTo(migrations.planFor("audit_events").orElseThrow());
        }
    }

    @Test
    void methodsWhenIsolatedFindANewDatabaseEach() {
        run(Isolated.class);

        assertThat(SEEN.get("Isolated")).hasSize(3);
    }

    @Execution(ExecutionMode.SAME_THREAD)
    static class Isolated {

        @RegisterExtension
        static final MigrationExtension DATABASE =
                MigrationExtension.forTables("audit_events").withIsolation(Isolation.METHOD);

        @RepeatedTest(3)
        void deletes(DatabaseAddress address) throws SQLException {
            see("Isolated", address);
            assertThat(policies(DATABASE.dataSource())).isPositive();
            deletePolicies(DATABASE.dataSource());
            assertThat(DATABASE.migrations().verifyMigrations()).isNotNull();
        }
    }

    @Test
    void methodsWhenTheDataIsResetFindTheSeedDataInOneDatabase() {
        run(Reset.class, ResetByField.class);

        assertThat(SEEN.get("Reset")).hasSize(1);
        assertThat(SEEN.get("ResetByField")).hasSize(1);
    }

    @MigratedDatabase(tables = "audit_events", reset = true)
    @Execution(ExecutionMode.SAME_THREAD)
    static class Reset {

        @RepeatedTest(2)
        void deletes(DataSource dataSource, DatabaseAddress address) throws SQLException {
            see("Reset", address);
            assertThat(policies(dataSource)).isPositive();
            deletePolicies(dataSource);
        }
    }

    @Execution(ExecutionMode.SAME_THREAD)
    static class ResetByField {

        @RegisterExtension
        static final MigrationExtension DATABASE =
                MigrationExtension.forTables("audit_events").withReset();

        @RepeatedTest(2)
        void deletes(DatabaseAddress address) throws SQLException {
            see("ResetByField", address);
            assertThat(policies(DATABASE.dataSource())).isPositive();
            deletePolicies(DATABASE.dataSource());
        }
    }

    @Test
    void dataSourceWhenNoTestRunsSaysWhereToRegisterTheExtension() {
        assertThatIllegalStateException()
                .isThrownBy(MigrationExtension.forTables("audit_events")::dataSource)
                .withMessage("No test class with this extension runs. Register the extension in a static field with"
                        + " @RegisterExtension, and call it from a test or a lifecycle method");
    }
}
