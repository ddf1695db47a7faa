package io.e2e.migrations.kubernetes.cluster;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The objects of the cluster with their history: every change has a resource version, and watchers get the changes after
 * the version they name. Thread-safe.
 */
final class ObjectStore {

    private final KubernetesSerialization serialization = new KubernetesSerialization();
    private final Map<String, HasMetadata> objects = new TreeMap<>();
    private final List<Change> history = new ArrayList<>();
    private final List<Consumer<Change>> watchers = new CopyOnWriteArrayList<>();
    private long version = 1000;

    /** Creates or replaces; a replaced object keeps its identity. */
    synchronized void put(HasMetadata given) {
        HasMetadata object = this.serialization.clone(given);
        if (object instanceof Secret secret && secret.getStringData() != null) {
            encode(secret);
        }
        HasMetadata before = this.objects.get(key(object));
        this.version++;
        object.getMetadata().setResourceVersion(String.valueOf(this.version));
        if (object.getMetadata().getUid() == null) {
            object.getMetadata()
                    .setUid(
                            before == null
                                    ? UUID.randomUUID().toString()
                                    : before.getMetadata().getUid());
        }
        if (object.getMetadata().getCreationTimestamp() == null) {
            object.getMetadata()
                    .setCreationTimestamp(
                            before == null
                                    ? Instant.now()
                                            .truncatedTo(ChronoUnit.SECONDS)
                                            .toString()
                                    : before.getMetadata().getCreationTimestamp());
        }
        this.objects.put(key(object), object);
        publish(new Change(before == null ? "ADDED" : "MODIFIED", object, this.version));
    }

    synchronized void delete(ResourceType type, @Nullable String namespace, String name) {
        HasMetadata object = this.objects.remove(key(type, namespace, name));
        if (object != null) {
            this.version++;
            publish(new Change("DELETED", object, this.version));
        }
    }

    synchronized Optional<HasMetadata> get(ResourceType type, @Nullable String namespace, String name) {
        return Optional.ofNullable(this.objects.get(key(type, namespace, name)));
    }

    /** A list and the version at which it was true. */
    synchronized Listing list(Selection selection) {
        return new Listing(
                this.version,
                this.objects.values().stream().filter(selection::matches).toList());
    }

    /** Sends all changes after the version, past and future, until the returned handle is run. */
    synchronized Runnable watch(Selection selection, long after, Consumer<Change> receiver) {
        Consumer<Change> watcher = change -> {
            if (selection.matches(change.object)) {
                receiver.accept(change);
            }
        };
        this.history.stream().filter(change -> change.version > after).forEach(watcher);
        this.watchers.add(watcher);
        return () -> this.watchers.remove(watcher);
    }

    /** As a real server does: what was written in clear is stored, and given out, encoded. */
    private static void encode(Secret secret) {
        Map<String, String> data = new TreeMap<>(secret.getData() == null ? Map.of() : secret.getData());
        secret.getStringData()
                .forEach((key, value) ->
                        data.put(key, Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.UTF_8))));
        secret.setData(data);
        secret.setStringData(null);
    }

    private void publish(Change change) {
        this.history.add(change);
        this.watchers.forEach(watcher -> watcher.accept(change));
    }

    private static String key(HasMetadata object) {
        return key(
                ResourceType.of(object),
                object.getMetadata().getNamespace(),
                object.getMetadata().getName());
    }

    private static String key(ResourceType type, @Nullable String namespace, String name) {
        return type + "/" + (type.namespaced() ? namespace : "") + "/" + name;
    }

    /** One change of one object. */
    record Change(String type, HasMetadata object, long version) {}

    /** The answer to a list request. */
    record Listing(long version, List<HasMetadata> items) {}

    /**
     * Which objects a request means.
     *
     * @param namespace {@code null} for all
     * @param labels all must be equal
     * @param fields {@code metadata.name} and {@code metadata.namespace} are understood
     */
    record Selection(
            ResourceType type, @Nullable String namespace, Map<String, String> labels, Map<String, String> fields) {

        boolean matches(HasMetadata object) {
            Map<String, String> has = object.getMetadata().getLabels() == null
                    ? Map.of()
                    : object.getMetadata().getLabels();
            String name = this.fields.get("metadata.name");
            return ResourceType.of(object) == this.type
                    && (this.namespace == null
                            || this.namespace.equals(object.getMetadata().getNamespace()))
                    && has.entrySet().containsAll(this.labels.entrySet())
                    && (name == null || name.equals(object.getMetadata().getName()));
        }
    }
}
