package io.e2e.migrations.kubernetes.cluster;

import io.e2e.migrations.kubernetes.cluster.ObjectStore.Listing;
import io.e2e.migrations.kubernetes.cluster.ObjectStore.Selection;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The API server: who may ask what, and the answers. */
final class RestApi {

    private final KubernetesSerialization serialization = new KubernetesSerialization();
    private final ObjectStore store;
    private final Kubelet kubelet;
    private final Troubles troubles;
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private volatile MultiMap lastHeaders = MultiMap.caseInsensitiveMultiMap();

    RestApi(ObjectStore store, Kubelet kubelet, Troubles troubles) {
        this.store = store;
        this.kubelet = kubelet;
        this.troubles = troubles;
    }

    /** What was asked, in order, such as {@code list pods}. */
    List<String> requests() {
        return this.requests;
    }

    /** The headers of the last request. */
    MultiMap lastHeaders() {
        return this.lastHeaders;
    }

    void handle(HttpServerRequest request) {
        Optional<ApiPath> path = ApiPath.parse(request.path());
        String verb = path.map(asked -> verb(request, asked)).orElse("get");
        this.requests.add(verb + " " + path.map(ApiPath::toString).orElse(request.path()));
        this.lastHeaders = request.headers();
        Identity identity = Identity.of(request, this.troubles.token());
        if (identity == Identity.REFUSED) {
            answer(request, StatusBody.unauthorized());
        } else if (identity == Identity.ANONYMOUS && path.isPresent()) {
            answer(request, StatusBody.forbidden("system:anonymous", verb, path.get()));
        } else if (this.troubles.failure() > 0) {
            answer(request, StatusBody.trouble(this.troubles.failure()));
        } else if (path.isEmpty()) {
            Discovery.at(request.path())
                    .ifPresentOrElse(
                            document -> json(request, 200, document), () -> answer(request, StatusBody.noSuchPath()));
        } else if (this.troubles.isForbidden(verb, path.get().resource())) {
            answer(request, StatusBody.forbidden(StatusBody.USER, verb, path.get()));
        } else {
            serve(request, verb, path.get());
        }
    }

    private void serve(HttpServerRequest request, String verb, ApiPath path) {
        String name = path.name();
        if (name == null) {
            Selection selection = new Selection(
                    path.type(),
                    path.namespace(),
                    equalities(request.getParam("labelSelector")),
                    equalities(request.getParam("fieldSelector")));
            if (verb.equals("watch")) {
                watch(request, selection);
            } else {
                list(request, selection);
            }
            return;
        }
        Optional<HasMetadata> found = this.store.get(path.type(), path.namespace(), name);
        if (found.isEmpty()) {
            answer(request, StatusBody.notFound(path));
        } else if (path.subresource() == null) {
            json(request, 200, found.get());
        } else if (path.subresource().equals("log")) {
            boolean previous = "true".equals(request.getParam("previous"));
            request.response().end(tail(this.kubelet.log(name, previous), request.getParam("tailLines")));
        } else if (path.subresource().equals("portforward")) {
            forward(request, name);
        } else {
            answer(request, StatusBody.noSuchPath());
        }
    }

    private void forward(HttpServerRequest request, String pod) {
        int port = Integer.parseInt(request.getParam("ports", "0"));
        request.toWebSocket().onSuccess(socket -> this.kubelet.forward(pod, port, socket, request.connection()));
    }

    private void list(HttpServerRequest request, Selection selection) {
        Listing listing = this.store.list(selection);
        this.troubles.listed();
        Map<String, Object> list = new LinkedHashMap<>();
        list.put("kind", selection.type().kind() + "List");
        list.put("apiVersion", selection.type().apiVersion());
        list.put("metadata", Map.of("resourceVersion", String.valueOf(listing.version())));
        list.put("items", listing.items());
        json(request, 200, list);
    }

    private void watch(HttpServerRequest request, Selection selection) {
        HttpServerResponse response = request.response().setChunked(true);
        response.putHeader("Content-Type", "application/json");
        long after = Long.parseLong(request.getParam("resourceVersion", "0"));
        Runnable stop = this.store.watch(
                selection,
                after,
                change -> response.write(
                        this.serialization.asJson(Map.of("type", change.type(), "object", change.object())) + "\n"));
        response.closeHandler(closed -> stop.run());
        response.exceptionHandler(error -> stop.run());
    }

    private void answer(HttpServerRequest request, Status status) {
        json(request, status.getCode(), status);
    }

    private void json(HttpServerRequest request, int status, Object body) {
        request.response()
                .setStatusCode(status)
                .putHeader("Content-Type", "application/json")
                .end(this.serialization.asJson(body));
    }

    private static String verb(HttpServerRequest request, ApiPath path) {
        if ("portforward".equals(path.subresource())) {
            return "create";
        }
        boolean watch = "true".equals(request.getParam("watch")) || "1".equals(request.getParam("watch"));
        return path.name() != null ? "get" : watch ? "watch" : "list";
    }

    private static Map<String, String> equalities(@Nullable String selector) {
        return selector == null || selector.isBlank()
                ? Map.of()
                : Arrays.stream(selector.split(","))
                        .map(term -> term.split("==?", 2))
                        .collect(Collectors.toMap(term -> term[0], term -> term[1]));
    }

    private static String tail(List<String> lines, @Nullable String count) {
        int from = count == null ? 0 : Math.max(0, lines.size() - Integer.parseInt(count));
        return String.join("\n", lines.subList(from, lines.size())) + "\n";
    }
}
