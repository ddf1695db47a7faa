package io.e2e.migrations.provision;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServerFactsTests {

    @ParameterizedTest
    @CsvSource({
        "140011, true,     8388608, ''",
        "140011, false, 8589934592, ''",
        "150000, true,     8388608, ' STRATEGY wal_log'",
        "180006, true,     8388608, ' STRATEGY wal_log'",
        "180006, true,  8589934592, ' STRATEGY file_copy'",
        "180006, false,    8388608, ' STRATEGY file_copy'"
    })
    void strategyWhenServerOrSizeDiffersIsTheCheapest(int version, boolean fsync, long size, String clause) {
        assertThat(new ServerFacts(version, fsync, Instant.EPOCH, Duration.ZERO).strategy(size))
                .isEqualTo(clause);
    }
}
