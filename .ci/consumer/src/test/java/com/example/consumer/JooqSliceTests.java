package com.example.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.jooq.test.autoconfigure.JooqTest;

@JooqTest
class JooqSliceTests {

    @Autowired
    private DSLContext jooq;

    @Test
    void theSeedRowsAreThere() {
        assertThat(this.jooq.dialect().family()).isEqualTo(SQLDialect.POSTGRES);
        assertThat(this.jooq.fetchCount(this.jooq.selectFrom("audit_retention_policies")))
                .isEqualTo(5);
    }
}
