package com.example.reactive;

import static org.assertj.core.api.Assertions.assertThat;

import io.e2e.migrations.MigrationService;
import io.e2e.migrations.boot.test.ResetData;
import org.junit.jupiter.api.RepeatedTest;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.r2dbc.core.DatabaseClient;

@SpringBootTest
@ResetData
class DatabaseClientTests {

    @Autowired
    DatabaseClient client;

    @Autowired
    MigrationService migrations;

    @RepeatedTest(2)
    void rowsWhenTheTestBeginsAreThoseOfTheMigrations() {
        Long before = this.client
                .sql("SELECT count(*) FROM audit_retention_policies")
                .mapValue(Long.class)
                .one()
                .block();
        assertThat(before).isEqualTo(5);

        this.client.sql("DELETE FROM audit_retention_policies").then().block();

        assertThat(this.migrations.verifyMigrations()).isNotNull();
    }
}
