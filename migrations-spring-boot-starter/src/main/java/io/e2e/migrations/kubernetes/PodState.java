package io.e2e.migrations.kubernetes;

import io.e2e.migrations.kubernetes.api.ApiObject;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Whether a pod accepts connections, and if not, the reason in the cluster's own words. Pure.
 *
 * @param ready whether the pod is running, its readiness probe passes, and it is not being deleted
 * @param reason why the pod is not ready, such as {@code container postgres is waiting: ErrImagePull: …}; empty if it is
 * @param crash the container that ended, whose log explains the reason; {@code null} if there is none
 */
record PodState(
        ApiObject pod,
        boolean ready,
        String reason,
        @Nullable Crash crash) {

    static PodState of(ApiObject pod) {
        ApiObject status = pod.object("status");
        if (pod.has("metadata", "deletionTimestamp")) {
            return notReady(pod, "it is being deleted");
        }
        boolean running = "Running".equals(status.text("phase"));
        if (running && condition(status, "Ready", "True").isPresent()) {
            return new PodState(pod, true, "", null);
        }
        return containers(status)
                .flatMap(container -> problem(pod, container).stream())
                .findFirst()
                .or(() -> condition(status, "PodScheduled", "False")
                        .map(scheduled -> notReady(pod, "it cannot be scheduled" + because(scheduled.text("message")))))
                .orElseGet(() -> notReady(pod, byPhase(status)));
    }

    String name() {
        return this.pod.name();
    }

    String uid() {
        return String.valueOf(this.pod.text("metadata", "uid"));
    }

    /** The creation time. As RFC 3339 in UTC, to the second, the order of the texts is the order of time. */
    String created() {
        return String.valueOf(this.pod.text("metadata", "creationTimestamp"));
    }

    /** The state as part of a sentence: {@code pod postgresql-0 is not ready: …}. */
    @Override
    public String toString() {
        return "pod " + name() + (this.ready ? " is ready" : " is not ready: " + this.reason);
    }

    private static Optional<PodState> problem(ApiObject pod, ApiObject container) {
        String waiting = container.text("state", "waiting", "reason");
        String name = "container " + container.text("name");
        ApiObject now = container.object("state", "terminated");
        if (container.has("state", "terminated") && !Integer.valueOf(0).equals(now.number("exitCode"))) {
            return Optional.of(crashed(pod, container, name + " terminated: " + exit(now), false));
        }
        boolean hasProblem = waiting != null && !isStarting(waiting);
        String reason = hasProblem
                ? name + " is waiting: " + waiting + because(container.text("state", "waiting", "message"))
                : "";
        if (container.has("lastState", "terminated") && !container.isTrue("ready")) {
            String last = restarts(container) + ", last time: " + exit(container.object("lastState", "terminated"));
            return Optional.of(
                    hasProblem
                            ? crashed(pod, container, reason + " (" + last + ")", true)
                            : crashed(pod, container, name + " is not ready after " + last, true));
        }
        return hasProblem ? Optional.of(notReady(pod, reason)) : Optional.empty();
    }

    private static PodState crashed(ApiObject pod, ApiObject container, String reason, boolean restarted) {
        return new PodState(pod, false, reason, new Crash(String.valueOf(container.text("name")), restarted));
    }

    private static String restarts(ApiObject container) {
        int count = Objects.requireNonNullElse(container.number("restartCount"), 0);
        return count == 1 ? "1 restart" : count + " restarts";
    }

    /** Whether the reason is one of those that the kubelet gives for a container that is starting normally. */
    private static boolean isStarting(String reason) {
        return reason.equals("ContainerCreating") || reason.equals("PodInitializing");
    }

    private static String byPhase(ApiObject status) {
        if ("Running".equals(status.text("phase"))) {
            List<String> unready = containers(status)
                    .filter(container -> !container.isTrue("ready"))
                    .map(container -> container.text("name"))
                    .toList();
            return unready.isEmpty()
                    ? "it runs, but its condition Ready is not true"
                    : "it runs, but the readiness probe of container " + String.join(", ", unready) + " does not pass";
        }
        String phase = status.text("phase");
        return "its phase is " + (phase == null ? "unknown" : phase)
                + because(status.has("message") ? status.text("message") : status.text("reason"));
    }

    private static String exit(ApiObject ended) {
        String reason = ended.has("reason") ? ended.text("reason") + ", " : "";
        return reason + "exit code " + ended.number("exitCode") + because(ended.text("message"));
    }

    private static Stream<ApiObject> containers(ApiObject status) {
        return Stream.concat(
                status.objects("initContainerStatuses").stream(), status.objects("containerStatuses").stream());
    }

    private static Optional<ApiObject> condition(ApiObject status, String type, String value) {
        return status.objects("conditions").stream()
                .filter(condition -> type.equals(condition.text("type")) && value.equals(condition.text("status")))
                .findFirst();
    }

    private static PodState notReady(ApiObject pod, String reason) {
        return new PodState(pod, false, reason, null);
    }

    private static String because(@Nullable String message) {
        return message == null || message.isBlank() ? "" : ": " + message.strip();
    }

    /**
     * A container that ended although it should run.
     *
     * @param restarted whether it was started again since, so that the log of the end is that of the previous container
     */
    record Crash(String container, boolean restarted) {}
}
