package com.example.orders;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.transaction.annotation.Transactional;

/** On a real PostgreSQL that Flyway has migrated; each test's rows are rolled back. */
@SpringBootTest
@Transactional
class OrderBookTests {

    @Autowired
    private OrderBook orders;

    @Test
    void anOrderCostsItsLinesAndTheShipping() {
        long order =
                this.orders.place("Ada", "DE", List.of(new OrderLine("lamp", 2, 1500), new OrderLine("bulb", 4, 300)));

        assertThat(this.orders.total(order)).isEqualTo(490 + 2 * 1500 + 4 * 300);
    }

    @Test
    void aCustomerMayOrderTwice() {
        this.orders.place("Ada", "DE", List.of(new OrderLine("lamp", 1, 1500)));
        this.orders.place("Ada", "FR", List.of(new OrderLine("bulb", 1, 300)));

        assertThat(this.orders.count()).isEqualTo(2);
    }
}
