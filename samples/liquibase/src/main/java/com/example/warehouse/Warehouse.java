package com.example.warehouse;

import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** What the warehouse holds, as the sum of what came in and went out. */
@Repository
public class Warehouse {

    private final JdbcClient jdbc;

    Warehouse(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Adds to the quantity of a part; a negative quantity goes out. */
    public void move(String part, int quantity) {
        this.jdbc
                .sql("INSERT INTO movements (part, quantity) VALUES (:part, :quantity)")
                .param("part", part)
                .param("quantity", quantity)
                .update();
    }

    /** The parts of which there are too few, in alphabetical order. */
    public List<String> toOrder() {
        return this.jdbc
                .sql("SELECT number FROM inventory WHERE quantity < minimum ORDER BY number")
                .query(String.class)
                .list();
    }
}
