package com.example.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.data.jpa.test.autoconfigure.DataJpaTest;

@DataJpaTest(properties = "spring.jpa.hibernate.ddl-auto=validate")
class JpaSliceTests {

    @Autowired
    private Policies policies;

    @Test
    void theSeedRowsAreThere() {
        assertThat(this.policies.findAll()).hasSize(5);
    }
}
