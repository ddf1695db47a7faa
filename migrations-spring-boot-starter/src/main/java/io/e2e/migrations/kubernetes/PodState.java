package io.e2e.migrations.kubernetes;

import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStateWaiting;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.PodStatus;
import java.util.List;
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
        Pod pod, boolean ready, String reason, @Nullable Crash crash) {

    static PodState of(Pod pod) {
        PodStatus status = pod.getStatus() == null ? new PodStatus() : pod.getStatus();
        if (pod.getMetadata().getDeletionTimestamp() != null) {
            return notReady(pod, "it is being deleted");
        }
        boolean running = "Running".equals(status.getPhase());
        if (running && condition(status, "Ready", "True").isPresent()) {
            return new PodState(pod, true, "", null);
        }
        return containers(status)
                .flatMap(container -> problem(pod, container).stream())
                .findFirst()
                .or(() -> condition(status, "PodScheduled", "False")
                        .map(scheduled -> notReady(pod, "it cannot be scheduled" + because(scheduled.getMessage()))))
                .orElseGet(() -> notReady(pod, byPhase(status)));
    }

    String name() {
        return this.pod.getMetadata().getName();
    }

    String uid() {
        return String.valueOf(this.pod.getMetadata().getUid());
    }

    /** The creation time. As RFC 3339 in UTC, to the second, the order of the texts is the order of time. */
    String created() {
        return String.valueOf(this.pod.getMetadata().getCreationTimestamp());
    }

    /** The state as part of a sentence: {@code pod postgresql-0 is not ready: …}. */
    @Override
    public String toString() {
        return "pod " + name() + (this.ready ? " is ready" : " is not ready: " + this.reason);
    }

    private static Optional<PodState> problem(Pod pod, ContainerStatus container) {
        ContainerState state = container.getState() == null ? new ContainerState() : container.getState();
        ContainerStateWaiting waiting = state.getWaiting();
        ContainerStateTerminated ended = container.getLastState() == null
                ? null
                : container.getLastState().getTerminated();
        String name = "container " + container.getName();
        ContainerStateTerminated now = state.getTerminated();
        if (now != null && !Integer.valueOf(0).equals(now.getExitCode())) {
            return Optional.of(crashed(pod, container, name + " terminated: " + exit(now), false));
        }
        boolean hasProblem = waiting != null && waiting.getReason() != null && !isStarting(waiting.getReason());
        String reason = hasProblem ? name + " is waiting: " + waiting.getReason() + because(waiting.getMessage()) : "";
        if (ended != null && !Boolean.TRUE.equals(container.getReady())) {
            String last = restarts(container) + ", last time: " + exit(ended);
            return Optional.of(
                    hasProblem
                            ? crashed(pod, container, reason + " (" + last + ")", true)
                            : crashed(pod, container, name + " is not ready after " + last, true));
        }
        return hasProblem ? Optional.of(notReady(pod, reason)) : Optional.empty();
    }

    private static PodState crashed(Pod pod, ContainerStatus container, String reason, boolean restarted) {
        return new PodState(pod, false, reason, new Crash(container.getName(), restarted));
    }

    private static String restarts(ContainerStatus container) {
        int count = container.getRestartCount() == null ? 0 : container.getRestartCount();
        return count == 1 ? "1 restart" : count + " restarts";
    }

    /** Whether the reason is one of those that the kubelet gives for a container that is starting normally. */
    private static boolean isStarting(String reason) {
        return reason.equals("ContainerCreating") || reason.equals("PodInitializing");
    }

    private static String byPhase(PodStatus status) {
        if ("Running".equals(status.getPhase())) {
            List<String> unready = containers(status)
                    .filter(container -> !Boolean.TRUE.equals(container.getReady()))
                    .map(ContainerStatus::getName)
                    .toList();
            return unready.isEmpty()
                    ? "it runs, but its condition Ready is not true"
                    : "it runs, but the readiness probe of container " + String.join(", ", unready) + " does not pass";
        }
        return "its phase is " + (status.getPhase() == null ? "unknown" : status.getPhase())
                + because(status.getMessage() == null ? status.getReason() : status.getMessage());
    }

    private static String exit(ContainerStateTerminated ended) {
        String reason = ended.getReason() == null ? "" : ended.getReason() + ", ";
        return reason + "exit code " + ended.getExitCode() + because(ended.getMessage());
    }

    private static Stream<ContainerStatus> containers(PodStatus status) {
        return Stream.concat(status.getInitContainerStatuses().stream(), status.getContainerStatuses().stream());
    }

    private static Optional<PodCondition> condition(PodStatus status, String type, String value) {
        return status.getConditions().stream()
                .filter(condition -> type.equals(condition.getType()) && value.equals(condition.getStatus()))
                .findFirst();
    }

    private static PodState notReady(Pod pod, String reason) {
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
