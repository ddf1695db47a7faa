package com.example.reactive;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.data.r2dbc.test.autoconfigure.DataR2dbcTest;

@DataR2dbcTest
class PoliciesTests {

    @Autowired
    Policies policies;

    @Test
    void sliceFindsTheTables() {
        assertThat(this.policies.count().block()).isEqualTo(5);
    }
}
