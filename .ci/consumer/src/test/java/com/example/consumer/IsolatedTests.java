package com.example.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import io.e2e.migrations.boot.test.E2eMigrations;
import org.junit.jupiter.api.RepeatedTest;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The annotation decides which beans there are, also when they are decided ahead of time. */
@SpringBootTest
@E2eMigrations(isolation = "method")
class IsolatedTests {

    @Autowired
    private JdbcClient jdbc;

    @RepeatedTest(2)
    void whatTheFirstRunDeletesTheSecondFindsAgain() {
        assertThat(this.jdbc.sql("DELETE FROM audit_retention_policies").update())
                .isEqualTo(5);
    }
}
