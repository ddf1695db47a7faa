package io.e2e.migrations.boot.slices;

import static org.assertj.core.api.Assertions.assertThat;

import io.e2e.migrations.boot.test.E2eMigrations;
import java.time.Instant;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.RepeatedTest;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.annotation.Commit;
import org.springframework.transaction.annotation.Transactional;

/** Whatever an application uses follows to the database of the next method. */
@SpringBootTest(properties = "spring.jpa.hibernate.ddl-auto=validate")
@E2eMigrations(
        tables = {"audit_retention_policies", "notification_audit"},
        isolation = "method")
class IsolatedTechnologiesTests {

    @Autowired
    private RetentionPolicies jpa;

    @Autowired
    private Notifications dataJdbc;

    @Autowired
    private DSLContext jooq;

    @Autowired
    private JdbcClient jdbc;

    @RepeatedTest(2)
    void jpa() {
        assertThat(this.jpa.count()).isEqualTo(5);
        this.jpa.deleteAll();
    }

    @RepeatedTest(2)
    @Transactional
    @Commit
    void jpaInATransactionOfTheTest() {
        assertThat(this.jpa.count()).isEqualTo(5);
        this.jpa.deleteAll();
    }

    @RepeatedTest(2)
    void springDataJdbc() {
        assertThat(this.dataJdbc.count()).isZero();
        Instant now = Instant.parse("2026-11-22T10:00:00Z");
        Notification saved = this.dataJdbc.save(
                new Notification(null, "rem-1", "not-1", "ops", "slack", "done", "sent", now, 0, now, now));
        assertThat(saved.id()).isEqualTo(1);
    }

    @RepeatedTest(2)
    void jooq() {
        assertThat(this.jooq.fetchCount(DSL.table("audit_retention_policies"))).isEqualTo(5);
        this.jooq.deleteFrom(DSL.table("audit_retention_policies")).execute();
    }

    @RepeatedTest(2)
    void allAtOnceAreInTheSameDatabase() {
        this.jpa.deleteAll();

        assertThat(this.jooq.fetchCount(DSL.table("audit_retention_policies"))).isZero();
        assertThat(this.jdbc
                        .sql("SELECT count(*) FROM audit_retention_policies")
                        .query(Long.class)
                        .single())
                .isZero();
    }
}
