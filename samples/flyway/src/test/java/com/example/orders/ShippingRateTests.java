package com.example.orders;

import static org.assertj.core.api.Assertions.assertThat;

import io.e2e.migrations.boot.test.ResetData;
import java.util.List;
import org.junit.jupiter.api.RepeatedTest;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;

/** Commits, as the service does. Before each test, every table has the rows again that the migrations gave it. */
@SpringBootTest
@ResetData
class ShippingRateTests {

    @Autowired
    private OrderBook orders;

    @RepeatedTest(2)
    void aNewRateCountsForTheNextOrder() {
        long before = this.orders.place("Grace", "NL", List.of(new OrderLine("lamp", 1, 1500)));
        assertThat(this.orders.total(before)).isEqualTo(590 + 1500);

        this.orders.setShippingRate("NL", 100);

        long after = this.orders.place("Grace", "NL", List.of(new OrderLine("lamp", 1, 1500)));
        assertThat(this.orders.total(after)).isEqualTo(100 + 1500);
        assertThat(this.orders.count()).isEqualTo(2);
    }
}
