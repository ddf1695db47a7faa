package io.e2e.migrations.kubernetes.api;

import io.e2e.migrations.config.MigrationException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** There is no kubeconfig, or it does not determine which cluster to use. Nothing was sent to any cluster. */
public final class KubeconfigException extends MigrationException {

    private static final Pattern PLACE = Pattern.compile("line:? (\\d+)");

    private final Source source;

    private KubeconfigException(String problem, String remedy, Source source, @Nullable Throwable cause) {
        super(problem, remedy, cause);
        this.source = source;
    }

    static KubeconfigException notFound(List<Path> searched, String reason) {
        Source source = new Source(searched, List.of());
        return new KubeconfigException(
                "There is no kubeconfig that names a Kubernetes cluster: " + source
                        + (searched.size() == 1 ? " does not exist (" : " do not exist (") + reason + ").",
                "Create a cluster (for example: kind create cluster), or name the file in"
                        + " e2e.migrations.kubeconfig-path.",
                source,
                null);
    }

    static KubeconfigException unreadable(Path file, Throwable cause) {
        return new KubeconfigException(
                "The kubeconfig " + file + " cannot be read: " + reason(cause) + ".",
                "Check the file with: kubectl config view --kubeconfig " + file,
                new Source(List.of(file), List.of()),
                cause);
    }

    /** The parser's own words may quote a token or a password; so the exception has no cause. */
    static KubeconfigException malformed(Path file, Throwable parsing) {
        Matcher place = PLACE.matcher(String.valueOf(parsing.getMessage()));
        return new KubeconfigException(
                "The kubeconfig " + file + " cannot be read: it is not a kubeconfig in YAML"
                        + (place.find() ? ", from line " + place.group(1) + " on." : "."),
                "Check the file with: kubectl config view --kubeconfig " + file,
                new Source(List.of(file), List.of()),
                null);
    }

    static KubeconfigException noCurrentContext(Source source) {
        return new KubeconfigException(
                "The kubeconfig " + source + " has no current context. " + source.offer(),
                "Choose one with e2e.migrations.kubernetes.context, or with: kubectl config use-context NAME",
                source,
                null);
    }

    static KubeconfigException unknownContext(String context, Source source) {
        return new KubeconfigException(
                "The kubeconfig " + source + " has no context '" + context + "'. " + source.offer(),
                "Correct e2e.migrations.kubernetes.context, or create the cluster that it names.",
                source,
                null);
    }

    static KubeconfigException incomplete(String context, String missing, Source source) {
        return new KubeconfigException(
                "Context '" + context + "' of the kubeconfig " + source + " is incomplete: " + missing + ".",
                "Write the kubeconfig again (for example: kind export kubeconfig), or choose another context with"
                        + " e2e.migrations.kubernetes.context.",
                source,
                null);
    }

    static KubeconfigException unusable(String context, String user, List<Path> files, Throwable cause) {
        Source source = new Source(files, List.of(context));
        return new KubeconfigException(
                "Context '" + context + "' with " + user + " cannot be used: " + reason(cause) + ".",
                "Check that it works with: kubectl --context " + context + " get pods",
                source,
                cause);
    }

    /** The kubeconfig files that were searched or read, in the order of their precedence. */
    public List<Path> files() {
        return this.source.files;
    }

    /** The names of the contexts in those files. */
    public List<String> contexts() {
        return this.source.contexts;
    }

    /** Describes the innermost cause, because the client library's own exceptions around it add nothing. */
    private static String reason(Throwable cause) {
        Throwable inner = cause;
        while (inner.getCause() != null) {
            inner = inner.getCause();
        }
        String message = inner.getMessage();
        String line = message == null ? "" : message.lines().findFirst().orElse("");
        boolean speaksForItself =
                inner instanceof IllegalArgumentException || inner instanceof GeneralSecurityException;
        return speaksForItself && !line.isBlank()
                ? line
                : inner.getClass().getSimpleName() + (line.isBlank() ? "" : ": " + line);
    }

    /**
     * Kubeconfig files and what they contain.
     *
     * @param files the files, in the order of their precedence
     * @param contexts the names of the contexts in them
     */
    record Source(List<Path> files, List<String> contexts) {

        private String offer() {
            return this.contexts.isEmpty()
                    ? "It contains no contexts."
                    : "Its contexts: " + String.join(", ", this.contexts) + ".";
        }

        @Override
        public String toString() {
            return this.files.stream().map(Path::toString).collect(Collectors.joining(", "));
        }
    }
}
