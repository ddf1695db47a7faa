package com.example.orders;

/**
 * A part of an order.
 *
 * @param article what is ordered
 * @param quantity how many of it, at least 1
 * @param cents the price of one
 */
public record OrderLine(String article, int quantity, long cents) {}
