package io.e2e.migrations.kubernetes;

import io.e2e.migrations.config.MigrationException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** There is no kubeconfig, or it does not say which cluster to use: nothing was sent anywhere. */
public final class KubeconfigException extends MigrationException {

    private static final String CREATE_OR_NAME =
            "Create a cluster (for example: kind create cluster), or name the file in"
                    + " e2e.migrations.kubeconfig-path.";

    private final List<Path> files;
    private final List<String> contexts;

    private KubeconfigException(Text text, List<Path> files, List<String> contexts, @Nullable Throwable cause) {
        super(text.problem, text.remedy, cause);
        this.files = List.copyOf(files);
        this.contexts = List.copyOf(contexts);
    }

    static KubeconfigException notFound(List<Path> searched, String because) {
        return new KubeconfigException(
                new Text(
                        "There is no kubeconfig, so no Kubernetes cluster can be asked: " + join(searched)
                                + (searched.size() == 1 ? " does not exist (" : " do not exist (") + because + ").",
                        CREATE_OR_NAME),
                searched,
                List.of(),
                null);
    }

    static KubeconfigException unreadable(Path file, Throwable cause) {
        return new KubeconfigException(
                new Text(
                        "The kubeconfig " + file + " cannot be read: " + reason(cause) + ".",
                        "Check the file with: kubectl config view --kubeconfig " + file),
                List.of(file),
                List.of(),
                cause);
    }

    static KubeconfigException noCurrentContext(List<Path> files, List<String> contexts) {
        return new KubeconfigException(
                new Text(
                        "The kubeconfig " + join(files) + " has no current context. " + offer(contexts),
                        "Choose one with e2e.migrations.kubernetes.context, or with: kubectl config use-context NAME"),
                files,
                contexts,
                null);
    }

    static KubeconfigException unknownContext(String context, List<Path> files, List<String> contexts) {
        return new KubeconfigException(
                new Text(
                        "The kubeconfig " + join(files) + " has no context '" + context + "'. " + offer(contexts),
                        "Correct e2e.migrations.kubernetes.context, or create the cluster that it names."),
                files,
                contexts,
                null);
    }

    static KubeconfigException incomplete(String context, String missing, List<Path> files, List<String> contexts) {
        return new KubeconfigException(
                new Text(
                        "Context '" + context + "' of the kubeconfig " + join(files) + " is incomplete: " + missing
                                + ".",
                        "Write the kubeconfig anew (for example: kind export kubeconfig), or choose another context with"
                                + " e2e.migrations.kubernetes.context."),
                files,
                contexts,
                null);
    }

    static KubeconfigException unusable(String context, List<Path> files, Throwable cause) {
        return new KubeconfigException(
                new Text(
                        "Context '" + context + "' of the kubeconfig " + join(files) + " cannot be used: "
                                + reason(cause) + ".",
                        "Check that it works with: kubectl --context " + context + " get pods"),
                files,
                List.of(context),
                cause);
    }

    /** The kubeconfig files that were looked for or read, in the order of their precedence. */
    public List<Path> files() {
        return this.files;
    }

    /** The names of the contexts that those files have. */
    public List<String> contexts() {
        return this.contexts;
    }

    private static String join(List<Path> files) {
        return String.join(", ", files.stream().map(Path::toString).toList());
    }

    private static String offer(List<String> contexts) {
        return contexts.isEmpty() ? "It has no contexts at all." : "It has: " + String.join(", ", contexts) + ".";
    }

    /** The innermost cause: what the client library wraps around it says nothing. */
    private static String reason(Throwable cause) {
        Throwable inner = cause;
        while (inner.getCause() != null) {
            inner = inner.getCause();
        }
        String message = inner.getMessage();
        String said = message == null ? "" : message.lines().findFirst().orElse("");
        return inner.getClass().getSimpleName() + (said.isBlank() ? "" : ": " + said);
    }

    private record Text(String problem, String remedy) {}
}
