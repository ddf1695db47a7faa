package com.example.shop;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.jdbc.core.simple.JdbcClient;

@SpringBootTest
class ShopApplicationTests {

    @Autowired
    JdbcClient jdbc;

    @Test
    void contextLoads() {
        assertThat(count("orders")).isZero();
        assertThat(count("audit_events")).isZero();
    }

    private int count(String table) {
        return this.jdbc
                .sql("SELECT count(*) FROM " + table)
                .query(Integer.class)
                .single();
    }
}
