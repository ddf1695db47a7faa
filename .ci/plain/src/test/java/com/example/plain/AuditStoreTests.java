package com.example.plain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.e2e.migrations.isolation.Isolation;
import io.e2e.migrations.junit.MigrationExtension;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class AuditStoreTests {

    @RegisterExtension
    static final MigrationExtension DATABASE =
            MigrationExtension.forTables("audit_events").withIsolation(Isolation.METHOD);

    @RepeatedTest(2)
    void policiesWhenTheTestBeginsAreThoseOfTheMigrations() throws SQLException {
        try (Connection connection = DATABASE.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            try (ResultSet rows = statement.executeQuery("SELECT count(*) FROM audit_retention_policies")) {
                rows.next();
                assertEquals(5, rows.getInt(1));
            }
            statement.executeUpdate("DELETE FROM audit_retention_policies");
        }
    }

    @Test
    void classPathHasNoSpringBoot() {
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));

        assertFalse(Arrays.stream(classPath.split(System.getProperty("path.separator")))
                .anyMatch(
                        entry -> entry.contains("spring-boot-") && !entry.contains("migrations-spring-boot-starter")));
        assertThrows(ClassNotFoundException.class, () -> Class.forName("org.springframework.boot.SpringApplication"));
    }
}
