package com.example.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import io.e2e.migrations.boot.test.ResetData;
import org.junit.jupiter.api.RepeatedTest;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.jdbc.core.simple.JdbcClient;

@SpringBootTest
@ResetData
class FreshDataTests {

    @Autowired
    private JdbcClient jdbc;

    @RepeatedTest(2)
    void whatTheFirstRunSpoilsTheSecondFindsFresh() {
        assertThat(this.jdbc
                        .sql("UPDATE audit_retention_policies SET retention_days = 1 WHERE retention_days = 2555")
                        .update())
                .isEqualTo(5);
    }
}
