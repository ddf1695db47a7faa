package io.e2e.migrations.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.e2e.migrations.config.Secret;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DatabaseAddressTests {

    @Test
    void jdbcUrlContainsNoUserAndPassword() {
        assertThat(address(5432, "action_history").jdbcUrl())
                .isEqualTo("jdbc:postgresql://127.0.0.1:5432/action_history");
    }

    @ParameterizedTest
    @CsvSource({"a b, a%20b", "a/b?c=d, a%2Fb%3Fc%3Dd", "a+b, a%2Bb", "größe, gr%C3%B6%C3%9Fe"})
    void jdbcUrlEscapesDatabase(String database, String escaped) {
        assertThat(address(5432, database).jdbcUrl()).isEqualTo("jdbc:postgresql://127.0.0.1:5432/" + escaped);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, 65536})
    void portOutOfRangeIsRefused(int port) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> address(port, "a"))
                .withMessage("port out of range: " + port);
    }

    @Test
    void toStringHidesPassword() {
        assertThat(address(5432, "a").toString()).doesNotContain("hunter2").contains("******");
    }

    @Test
    void secretToStringHidesValueAndLength() {
        assertThat(new Secret("hunter2")).hasToString("******").hasToString(new Secret("").toString());
        assertThat(new Secret("hunter2").value()).isEqualTo("hunter2");
    }

    @Test
    void psqlCommandHasGeneratedPasswordOnly() {
        Secret generated = Secret.generate();

        assertThat(new DatabaseAddress("127.0.0.1", 5432, "it's", "slm_user", generated).psqlCommand())
                .isEqualTo(
                        "psql 'postgresql://127.0.0.1:5432/it%27s?user=slm_user&password=" + generated.value() + "'");
        assertThat(address(5432, "a").psqlCommand()).isEqualTo("psql 'postgresql://127.0.0.1:5432/a?user=slm_user'");
    }

    @Test
    void parametersAreOnlyInJdbcUrl() {
        DatabaseAddress address = new DatabaseAddress(
                "db", 5432, "a", "slm_user", new Secret("hunter2"), Map.of("sslpassword", "a b", "sslmode", "require"));

        assertThat(address.jdbcUrl()).isEqualTo("jdbc:postgresql://db:5432/a?sslmode=require&sslpassword=a%20b");
        assertThat(address.plainUrl()).isEqualTo("jdbc:postgresql://db:5432/a");
        assertThat(address.toString()).doesNotContain("sslpassword", "a b");
        assertThat(address.withDatabase("b").jdbcUrl()).startsWith("jdbc:postgresql://db:5432/b?sslmode=require");
    }

    private static DatabaseAddress address(int port, String database) {
        return new DatabaseAddress("127.0.0.1", port, database, "slm_user", new Secret("hunter2"));
    }
}
