package com.example.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import io.e2e.migrations.MigrationService;
import io.e2e.migrations.boot.test.E2eMigrations;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.jdbc.test.autoconfigure.JdbcTest;

@JdbcTest
@E2eMigrations(tables = "notification_audit")
class AnnotatedTests {

    @Autowired
    private MigrationService migrations;

    @Test
    void theAnnotationReplacesTheProperty() {
        assertThat(this.migrations.plan().migrations())
                .extracting(migration -> migration.version().text())
                .containsExactly("21");
    }
}
