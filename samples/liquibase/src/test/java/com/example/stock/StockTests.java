package com.example.stock;

import static org.assertj.core.api.Assertions.assertThat;

import io.e2e.migrations.boot.test.ResetData;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;

/** Commits, as the service does. Before each test, every table has the rows again that the changelog gave it. */
@SpringBootTest
@ResetData
class StockTests {

    @Autowired
    private Stock stock;

    @Test
    void anEmptyStockNeedsEveryPart() {
        assertThat(this.stock.toOrder()).containsExactly("bolt", "nut", "washer");
    }

    @Test
    void aPartIsNotOrderedWhileThereIsEnoughOfIt() {
        this.stock.move("nut", 120);
        assertThat(this.stock.toOrder()).containsExactly("bolt", "washer");

        this.stock.move("nut", -30);
        assertThat(this.stock.toOrder()).containsExactly("bolt", "nut", "washer");
    }
}
