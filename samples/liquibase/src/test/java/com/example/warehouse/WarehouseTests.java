package com.example.warehouse;

import static org.assertj.core.api.Assertions.assertThat;

import io.e2e.migrations.boot.test.ResetData;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;

/** Commits, as the service does. Before each test, every table has the rows again that the changelog gave it. */
@SpringBootTest
@ResetData
class WarehouseTests {

    @Autowired
    private Warehouse warehouse;

    @Test
    void anEmptyWarehouseNeedsEveryPart() {
        assertThat(this.warehouse.toOrder()).containsExactly("bolt", "nut", "washer");
    }

    @Test
    void aPartIsNotOrderedWhileThereIsEnoughOfIt() {
        this.warehouse.move("nut", 120);
        assertThat(this.warehouse.toOrder()).containsExactly("bolt", "washer");

        this.warehouse.move("nut", -30);
        assertThat(this.warehouse.toOrder()).containsExactly("bolt", "nut", "washer");
    }
}
