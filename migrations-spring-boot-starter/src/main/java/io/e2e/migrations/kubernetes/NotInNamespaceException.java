package io.e2e.migrations.kubernetes;

import io.e2e.migrations.config.MigrationException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The namespace does not exist, or there is no object of a given name in it. The message lists what exists instead, so that
 * a misspelled name is easy to see.
 */
public final class NotInNamespaceException extends MigrationException {

    private final Kind kind;
    private final String name;
    private final List<String> available;

    /**
     * Creates an exception with the kind's remedy.
     *
     * @param where the place that was searched, such as {@code namespace e2e}
     * @param available the names that exist instead; {@code null} if they cannot be listed
     */
    NotInNamespaceException(Kind kind, String name, String where, @Nullable List<String> available) {
        this(
                kind,
                name,
                available,
                "There is no " + kind.noun + " '" + name + "' in " + where + ". " + kind.offer(available));
    }

    private NotInNamespaceException(Kind kind, String name, @Nullable List<String> available, String problem) {
        super(problem, kind.remedy, null);
        this.kind = kind;
        this.name = name;
        this.available = available == null ? List.of() : List.copyOf(available);
    }

    /** The service stands for something other than pods. */
    static NotInNamespaceException noSelector(PostgresService service) {
        String problem = "There is no selector in " + service + ", so its pods are unknown.";
        return new NotInNamespaceException(Kind.SELECTOR, service.name(), null, problem);
    }

    /** The kind of the missing object. */
    public Kind kind() {
        return this.kind;
    }

    /** The name of the missing object. */
    public String name() {
        return this.name;
    }

    /** The names that exist instead; empty if there are none or if they cannot be listed. */
    public List<String> available() {
        return this.available;
    }

    /** The kind of an object that can be missing. */
    public enum Kind {
        /** The namespace itself. */
        NAMESPACE("namespace", "Correct e2e.migrations.namespace, or deploy PostgreSQL there first."),
        /** The service in front of PostgreSQL. */
        SERVICE("service", "Correct e2e.migrations.postgres-service, or deploy PostgreSQL there first."),
        /** The service's port for PostgreSQL. */
        PORT(
                "port",
                "Give the service's PostgreSQL port the number 5432 or the name postgresql, or choose another service with"
                        + " e2e.migrations.postgres-service."),
        /** The container's port with the name in the service's {@code targetPort}. */
        TARGET_PORT(
                "port",
                "Give the container's port the name in the service's targetPort, or set targetPort to the port's number."),
        /** The service's port on the nodes. */
        NODE_PORT("port", "Make the service's type NodePort, or use e2e.migrations.kubernetes.access=tunnel."),
        /** The service's selector, without which its pods are unknown. */
        SELECTOR(
                "selector",
                "Give the service a selector, or set spring.datasource.url to the database that the service stands for."),
        /** A Secret. */
        SECRET("Secret", "Correct e2e.migrations.kubernetes.secret, or set e2e.migrations.postgres-password."),
        /** The password's key in a Secret. */
        KEY("key", "Name the password's key in e2e.migrations.kubernetes.secret-password-key.");

        private final String noun;
        private final String remedy;

        Kind(String noun, String remedy) {
            this.noun = noun;
            this.remedy = remedy;
        }

        private String offer(@Nullable List<String> available) {
            String plural = Character.toUpperCase(this.noun.charAt(0)) + this.noun.substring(1) + "s";
            if (available == null) {
                return plural + " there cannot be listed with these credentials.";
            }
            return plural + " there: " + (available.isEmpty() ? "none" : String.join(", ", available)) + ".";
        }
    }
}
