package io.e2e.migrations.revert;

/**
 * A reason why migrations cannot be reverted.
 *
 * @param text the reason
 * @param remedy what to do, as a sentence
 */
record Obstacle(String text, String remedy) {}
