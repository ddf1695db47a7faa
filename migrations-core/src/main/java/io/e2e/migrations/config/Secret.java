package io.e2e.migrations.config;

/**
 * A password that does not show itself: neither in {@link #toString()} nor, therefore, in a log or a record around it.
 *
 * @param value the password; pass it on, never print it
 */
public record Secret(String value) {

    @Override
    public String toString() {
        return "******";
    }
}
