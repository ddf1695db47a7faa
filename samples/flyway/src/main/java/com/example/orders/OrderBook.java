package com.example.orders;

import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/** The orders of all customers. */
@Repository
public class OrderBook {

    private final JdbcClient jdbc;

    OrderBook(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Records an order, and its customer if the name is new; returns the order's ID. */
    @Transactional
    public long place(String customer, String country, List<OrderLine> lines) {
        long order = this.jdbc
                .sql("""
                        WITH customer AS (
                            INSERT INTO customers (name) VALUES (:customer)
                            ON CONFLICT (name) DO UPDATE SET name = excluded.name
                            RETURNING id)
                        INSERT INTO orders (customer_id, country) SELECT id, :country FROM customer RETURNING id""")
                .param("customer", customer)
                .param("country", country)
                .query(Long.class)
                .single();
        for (OrderLine line : lines) {
            this.jdbc
                    .sql("INSERT INTO order_lines VALUES (:order, :article, :quantity, :cents)")
                    .param("order", order)
                    .param("article", line.article())
                    .param("quantity", line.quantity())
                    .param("cents", line.cents())
                    .update();
        }
        return order;
    }

    /** What an order costs in cents, shipping included. */
    public long total(long order) {
        return this.jdbc
                .sql("SELECT cents FROM order_totals WHERE order_id = :order")
                .param("order", order)
                .query(Long.class)
                .single();
    }

    /** The number of all orders. */
    public long count() {
        return this.jdbc.sql("SELECT count(*) FROM orders").query(Long.class).single();
    }

    /** Sets what shipping to a country costs. */
    public void setShippingRate(String country, long cents) {
        this.jdbc.sql("""
                        INSERT INTO shipping_rates VALUES (:country, :cents)
                        ON CONFLICT (country) DO UPDATE SET cents = excluded.cents""").param("country", country).param("cents", cents).update();
    }
}
