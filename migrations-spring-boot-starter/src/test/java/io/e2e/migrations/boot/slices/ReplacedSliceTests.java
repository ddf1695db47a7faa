package io.e2e.migrations.boot.slices;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.jdbc.test.autoconfigure.AutoConfigureTestDatabase;
import org.springframework.boot.jdbc.test.autoconfigure.AutoConfigureTestDatabase.Replace;
import org.springframework.boot.jdbc.test.autoconfigure.JdbcTest;

/** A test that wants the slice's own database gets it. */
@JdbcTest(properties = "e2e.migrations.enabled=false")
@AutoConfigureTestDatabase(replace = Replace.ANY)
class ReplacedSliceTests {

    @Autowired
    private DataSource dataSource;

    @Test
    void anExplicitReplacementWins() throws SQLException {
        try (Connection connection = this.dataSource.getConnection()) {
            assertThat(connection.getMetaData().getDatabaseProductName()).isEqualTo("H2");
        }
    }
}
