package io.e2e.migrations.config;

import java.security.SecureRandom;
import java.util.Base64;

/**
 * A password that {@link #toString()} hides, so that no log and no record that contains it shows it.
 *
 * @param value the password; never print it
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
