package io.e2e.migrations.template;

import io.e2e.migrations.database.DatabaseRequest;
import io.e2e.migrations.database.DatabaseTemplate;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;

/**
 * A template as it is wanted: its contents, and the role that owns everything in it.
 *
 * @param contents fills it
 * @param name the name of the finished template, which follows from the contents and the role
 * @param patience how long to wait for another process that builds the same
 */
record TemplateOrder(DatabaseTemplate contents, String name, Duration patience) {

    private static final int DIGITS = 24;

    static TemplateOrder of(DatabaseTemplate contents, DatabaseRequest request) {
        String everything = contents.fingerprint() + "\n" + request.user();
        return new TemplateOrder(
                contents,
                DatabaseNames.TEMPLATE + digest(everything),
                request.timeouts().lock());
    }

    private static String digest(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash).substring(0, DIGITS);
        } catch (NoSuchAlgorithmException ex) {
            throw new IllegalStateException("every Java has SHA-256", ex);
        }
    }
}
