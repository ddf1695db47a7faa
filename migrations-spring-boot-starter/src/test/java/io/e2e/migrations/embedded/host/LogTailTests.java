package io.e2e.migrations.embedded.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LogTailTests {

    @Test
    void reasonWhenServerFailsIsItsFatalLine() {
        assertThat(new LogTail(List.of(
                                "Success. You can now start the database server using:",
                                "initdb: warning: enabling \"trust\" authentication",
                                "2026-11-26 22:06:17.863 UTC [1] LOG:  starting PostgreSQL 18.6",
                                "2026-11-26 22:06:17.888 UTC [1] FATAL:  could not access file \"nix\": No such file or directory",
                                "2026-11-26 22:06:17.890 UTC [1] LOG:  database system is shut down"))
                        .reason())
                .contains("FATAL:  could not access file \"nix\": No such file or directory");
    }

    @Test
    void reasonWhenConfigurationHasErrorsIsTheLineThatNamesTheParameter() {
        assertThat(new LogTail(
                                List.of(
                                        "2026-11-26 22:06:17.978 UTC [1] LOG:  unrecognized configuration parameter \"foo\" in file"
                                                + " \"/x/postgresql.conf\" line 890",
                                        "2026-11-26 22:06:17.978 UTC [1] FATAL:  configuration file \"/x/postgresql.conf\" contains errors"))
                        .reason())
                .contains("LOG:  unrecognized configuration parameter \"foo\" in file \"/x/postgresql.conf\" line 890");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "initdb: error: invalid locale name \"xx_YY\"",
                "/c/bin/initdb: unrecognized option '--foo'",
                "/c/bin/postgres: /lib/libc.so.6: version `GLIBC_2.34' not found",
                "setpriv: failed to execute /c/bin/postgres: Permission denied"
            })
    void reasonWhenProgramFailsIsItsError(String line) {
        assertThat(new LogTail(List.of("The files will be owned by user \"nobody\".", line, "initdb: hint: try"))
                        .reason())
                .contains(line);
    }

    @Test
    void reasonWhenNothingFailsIsEmpty() {
        assertThat(new LogTail(List.of("running bootstrap script ... ok")).reason())
                .isEmpty();
    }
}
