package io.e2e.migrations.maven;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatabaseMojoTests {

    @Test
    void startDatabaseWhenItStartedTellsAddressUntilItIsStopped(@TempDir Path project) throws Exception {
        Path migrations = Files.createDirectories(project.resolve("src/main/resources/db/migration"));
        Files.writeString(migrations.resolve("V1__orders.sql"), "CREATE TABLE orders (id integer);");
        Properties properties = new Properties();
        Map<Object, Object> context = new HashMap<>();
        StartDatabaseMojo start = new StartDatabaseMojo();
        start.setPluginContext(context);
        StopDatabaseMojo stop = new StopDatabaseMojo();
        stop.setPluginContext(context);

        List<String> lines = new MojoRun(start)
                .with("directory", project.toFile())
                .with("properties", properties)
                .execute();

        assertThat(lines).containsExactly("The database is at " + properties.getProperty("e2e.migrations.url"));
        try (Connection connection = connect(properties)) {
            connection.createStatement().execute("SELECT id FROM orders");
        }
        stop.execute();
        assertThatThrownBy(() -> connect(properties)).isInstanceOf(SQLException.class);
    }

    private static Connection connect(Properties properties) throws SQLException {
        return DriverManager.getConnection(
                properties.getProperty("e2e.migrations.url"),
                properties.getProperty("e2e.migrations.user"),
                properties.getProperty("e2e.migrations.password"));
    }
}
