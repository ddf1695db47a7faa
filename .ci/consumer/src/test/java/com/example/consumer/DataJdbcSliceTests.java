package com.example.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.data.jdbc.test.autoconfigure.DataJdbcTest;

@DataJdbcTest
class DataJdbcSliceTests {

    @Autowired
    private PolicyRows policies;

    @Test
    void theSeedRowsAreThere() {
        assertThat(this.policies.findAll())
                .hasSize(5)
                .extracting(PolicyRow::retentionDays)
                .containsOnly(2555);
    }
}
