package io.e2e.migrations.kubernetes;

import io.e2e.migrations.config.MigrationException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The namespace, or something that was looked for by name in it, does not exist; the message lists what does, so that a
 * difference of spelling can be seen.
 */
public final class NotInNamespaceException extends MigrationException {

    private final Kind kind;
    private final String name;
    private final List<String> available;

    NotInNamespaceException(Missing missing, String remedy) {
        this(missing, missing.problem(), remedy);
    }

    private NotInNamespaceException(Missing missing, String problem, String remedy) {
        super(problem, remedy, null);
        this.kind = missing.kind;
        this.name = missing.name;
        this.available = missing.available == null ? List.of() : List.copyOf(missing.available);
    }

    /** The service stands for something that is not a pod. */
    static NotInNamespaceException noSelector(String service, String namespace) {
        String where = "service " + service + " of namespace " + namespace;
        return new NotInNamespaceException(
                new Missing(Kind.SELECTOR, service, where, null),
                "There is no selector in " + where + ", so no pods are known to be behind it.",
                "Give the service a selector, or connect to what it stands for as a datasource (spring.datasource.url).");
    }

    /** What kind of thing is missing. */
    public Kind kind() {
        return this.kind;
    }

    /** The name that was looked for. */
    public String name() {
        return this.name;
    }

    /** The names that are there instead; empty if there are none or if they must not be listed. */
    public List<String> available() {
        return this.available;
    }

    /** What kind of thing was looked for. */
    public enum Kind {
        /** The namespace itself. */
        NAMESPACE("namespace", "Namespaces"),
        /** The service in front of PostgreSQL. */
        SERVICE("service", "Services"),
        /** A port of that service, or of the pod behind it. */
        PORT("port", "Ports"),
        /** The service's pods, because it selects none. */
        SELECTOR("selector", "Selectors"),
        /** A Secret. */
        SECRET("Secret", "Secrets"),
        /** A key of a Secret. */
        KEY("key", "Keys");

        private final String singular;
        private final String plural;

        Kind(String singular, String plural) {
            this.singular = singular;
            this.plural = plural;
        }
    }

    /**
     * What was looked for and what is there.
     *
     * @param where the thing that was searched, such as {@code namespace e2e}
     * @param available what is there instead; {@code null} if that must not be asked
     */
    record Missing(
            Kind kind, String name, String where, @Nullable List<String> available) {

        String problem() {
            return "There is no " + this.kind.singular + " '" + this.name + "' in " + this.where + ". " + offer();
        }

        private String offer() {
            if (this.available == null) {
                return this.kind.plural + " there may not be listed with these credentials.";
            }
            return this.available.isEmpty()
                    ? this.kind.plural + " there: none."
                    : this.kind.plural + " there: " + String.join(", ", this.available) + ".";
        }
    }
}
