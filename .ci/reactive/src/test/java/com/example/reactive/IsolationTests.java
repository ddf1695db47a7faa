package com.example.reactive;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.springframework.boot.builder.SpringApplicationBuilder;

class IsolationTests {

    @Test
    void isolationWhenTheDatabaseWouldSwitchIsRefused() {
        SpringApplicationBuilder application =
                new SpringApplicationBuilder(ReactiveApplication.class).properties("e2e.migrations.isolation=method");

        assertThatThrownBy(application::run).rootCause().hasMessageContaining("R2DBC");
    }
}
