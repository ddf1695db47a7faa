package io.e2e.migrations.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.e2e.migrations.config.Secret;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PostgresLoginTests {

    private static final Secret PASSWORD = new Secret("p");

    @ParameterizedTest
    @ValueSource(strings = {"08001", "08006", "57P01", "57P02", "57P03", "53300"})
    void failureWhenServerDoesNotAnswerIsTransient(String state) {
        assertThat(PostgresLogin.isTransient(new SQLException("", state), PASSWORD))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"28P01", "28000", "3D000"})
    void failureWhenServerRefusesIsNotTransient(String state) {
        assertThat(PostgresLogin.isTransient(new SQLException("", state), PASSWORD))
                .isFalse();
    }

    @Test
    void failureWhenAuthenticationBreaksOffIsTransientUnlessPasswordIsMissing() {
        SQLException broken = new SQLException("", "08004");

        assertThat(PostgresLogin.isTransient(broken, PASSWORD)).isTrue();
        assertThat(PostgresLogin.isTransient(broken, new Secret(""))).isFalse();
    }
}
