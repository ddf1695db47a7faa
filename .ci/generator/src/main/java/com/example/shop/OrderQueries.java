package com.example.shop;

import static com.example.shop.db.Tables.ORDERS;

import com.example.shop.db.enums.State;
import org.jooq.Condition;

/** Compiles only with the classes that are generated. */
public final class OrderQueries {

    private OrderQueries() {}

    public static Condition openOrdersOf(long customer) {
        return ORDERS.CUSTOMER.eq(customer).and(ORDERS.STATE.eq(State.open));
    }
}
