package io.e2e.migrations.config;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A password that {@link #toString()} hides, so that no log and no record that contains it shows it.
 *
 * @param value the password; never print it, unless it is generated
 * @param isGenerated whether this library generated it, for a server that ends with the tests: then it opens nothing else,
 *     and nobody knows it who is not told
 */
public record Secret(String value, boolean isGenerated) {

    /** A password that somebody configured. */
    public Secret(String value) {
        this(value, false);
    }

    /** A new password that cannot be guessed. */
    public static Secret generate() {
        byte[] bytes = new byte[24];
        new SecureRandom().nextBytes(bytes);
        return new Secret(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes), true);
    }

    /** Written out, as each record's own comparison is linked anew in every JVM, which a start waits for. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Secret that && this.value.equals(that.value) && this.isGenerated == that.isGenerated;
    }

    @Override
    public int hashCode() {
        return Objects.hash(this.value, this.isGenerated);
    }

    @Override
    public String toString() {
        return "******";
    }
}
