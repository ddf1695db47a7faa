package com.example.signalprocessing;

/**
 * What a signal was found to be.
 *
 * @param environment where it matters
 * @param priority how soon somebody has to look, {@code P0} to {@code P3}
 * @param rule by which rule
 */
public record Category(String environment, String priority, String rule) {}
