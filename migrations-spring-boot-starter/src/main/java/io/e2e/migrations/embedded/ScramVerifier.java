package io.e2e.migrations.embedded;

import io.e2e.migrations.config.Secret;
import io.e2e.migrations.embedded.cluster.ClusterSpec;
import io.e2e.migrations.session.Sql;
import java.security.SecureRandom;
import org.postgresql.util.PasswordUtil;

/** What the server stores of a password, so that no statement contains the password itself. */
final class ScramVerifier {

    private ScramVerifier() {}

    /** The statement that gives a role this password. */
    static String change(String role, Secret password) {
        return "ALTER ROLE " + Sql.identifier(role) + " PASSWORD " + literal(password);
    }

    static String literal(Secret password) {
        byte[] salt = new byte[16];
        new SecureRandom().nextBytes(salt);
        return Sql.literal(
                PasswordUtil.encodeScramSha256(password.value().toCharArray(), ClusterSpec.SCRAM_ITERATIONS, salt));
    }
}
