package io.e2e.migrations.config;

import java.security.SecureRandom;
import java.util.Base64;

/**
 * A password that does not show itself: neither in {@link #toString()} nor, therefore, in a log or a record around it.
 *
 * @param value the password; pass it on, never print it
 */
public record Secret(String value) {

    /** A new password that cannot be guessed. */
    public static Secret generate() {
        byte[] bytes = new byte[24];
        new SecureRandom().nextBytes(bytes);
        return new Secret(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
    }

    @Override
    public String toString() {
        return "******";
    }
}
