package com.example.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.jdbc.test.autoconfigure.JdbcTest;
import org.springframework.jdbc.core.simple.JdbcClient;

@JdbcTest
class JdbcSliceTests {

    @Autowired
    private JdbcClient jdbc;

    @Test
    void theTableIsThere() {
        assertThat(this.jdbc
                        .sql("SELECT count(*) FROM audit_events")
                        .query(Integer.class)
                        .single())
                .isZero();
    }
}
