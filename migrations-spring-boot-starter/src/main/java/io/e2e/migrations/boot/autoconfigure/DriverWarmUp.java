package io.e2e.migrations.boot.autoconfigure;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import javax.crypto.Mac;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;
import org.postgresql.Driver;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Loads what the first connection of a JVM would load: the driver, and the cryptography of a login by scram-sha-256
 * (RFC 7677). That is half of the time that the first connection takes.
 */
final class DriverWarmUp {

    private static final Logger LOG = LoggerFactory.getLogger(DriverWarmUp.class);

    private static final int KEY_BITS = 256;

    private DriverWarmUp() {}

    static void run() {
        try {
            LOG.trace("The driver is loaded: {}", Driver.isRegistered());
            byte[] salt = new byte[KEY_BITS / Byte.SIZE];
            new SecureRandom().nextBytes(salt);
            SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                    .generateSecret(new PBEKeySpec(new char[] {'x'}, salt, 1, KEY_BITS));
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(salt, mac.getAlgorithm()));
            mac.doFinal();
        } catch (GeneralSecurityException ex) {
            LOG.debug("The driver will have to do without it as well", ex);
        }
    }
}
