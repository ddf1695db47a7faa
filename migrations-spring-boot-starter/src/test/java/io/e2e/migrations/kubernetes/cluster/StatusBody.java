package io.e2e.migrations.kubernetes.cluster;

import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import org.jspecify.annotations.Nullable;

/** The {@code Status} objects that a real API server answers failures with, with its words. */
final class StatusBody {

    /** Who the server takes every client with credentials for. */
    static final String USER = "system:serviceaccount:ci:e2e-tests";

    private StatusBody() {}

    static Status unauthorized() {
        return failure(401, "Unauthorized", "Unauthorized").build();
    }

    static Status notFound(ApiPath path) {
        String group = group(path);
        return failure(404, "NotFound", path.type().plural() + group + " \"" + path.name() + "\" not found")
                .withNewDetails()
                .withName(path.name())
                .withKind(path.type().plural())
                .endDetails()
                .build();
    }

    static Status forbidden(String user, String verb, ApiPath path) {
        String named = path.name() == null ? "" : " \"" + path.name() + "\"";
        String in =
                path.namespace() == null ? " at the cluster scope" : " in the namespace \"" + path.namespace() + "\"";
        return failure(
                        403,
                        "Forbidden",
                        path.type().plural() + named + " is forbidden: User \"" + user + "\" cannot " + verb
                                + " resource \"" + path.resource() + "\" in API group \"" + apiGroup(path) + "\"" + in)
                .withNewDetails()
                .withName(path.name())
                .withKind(path.type().plural())
                .endDetails()
                .build();
    }

    static Status noSuchPath() {
        return failure(404, "NotFound", "the server could not find the requested resource")
                .build();
    }

    static Status trouble(int code) {
        return failure(
                        code,
                        code == 429 ? "TooManyRequests" : "InternalError",
                        "the server is in trouble, by the test's choice")
                .build();
    }

    private static String apiGroup(ApiPath path) {
        String version = path.type().apiVersion();
        return version.contains("/") ? version.substring(0, version.indexOf('/')) : "";
    }

    private static String group(ApiPath path) {
        return apiGroup(path).isEmpty() ? "" : "." + apiGroup(path);
    }

    private static StatusBuilder failure(int code, String reason, @Nullable String message) {
        return new StatusBuilder()
                .withStatus("Failure")
                .withCode(code)
                .withReason(reason)
                .withMessage(message);
    }
}
