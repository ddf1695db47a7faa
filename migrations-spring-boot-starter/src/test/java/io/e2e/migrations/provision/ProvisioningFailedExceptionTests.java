package io.e2e.migrations.provision;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProvisioningFailedExceptionTests {

    @ParameterizedTest
    @CsvSource({
        "08006, Check that the server runs",
        "57P01, Check that the server runs",
        "53100, Make room where the server keeps its data",
        "53200, more memory",
        "53300, Close connections that tests keep open",
        "42P04, e2e.migrations.postgres-user and e2e.migrations.postgres-db",
        "42939, e2e.migrations.postgres-user and e2e.migrations.postgres-db",
        "55006, Close the connections that other programs keep open",
        "42501, Let an administrator give the role this right",
        "XX000, Fix what the server's message names"
    })
    void remedyWhenCauseIsKnownFitsIt(String sqlState, String remedy) {
        assertThat(failure(sqlState).remedy()).contains(remedy);
    }

    @Test
    void messageWhenDriverGivesNoCodeSaysSo() {
        assertThat(failure(null))
                .hasMessageStartingWith("Could not create the database x on PostgreSQL at 127.0.0.1:5432: the reason"
                        + " (SQLSTATE unknown).\nAction: Fix what the server's message names;");
        assertThat(failure(null).sqlState()).isEqualTo("unknown");
    }

    private static ProvisioningFailedException failure(@Nullable String sqlState) {
        return new ProvisioningFailedException(
                "create the database x", "PostgreSQL at 127.0.0.1:5432", new SQLException("the reason", sqlState));
    }
}
