package io.e2e.migrations.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.e2e.migrations.kubernetes.api.ApiObject;
import io.e2e.migrations.kubernetes.cluster.TestCluster;
import org.junit.jupiter.api.Test;

/** The states are those that the API server of a real cluster shows. */
class PodStateTests {

    @Test
    void stateWhenPodRunsAndConditionIsTrueIsReady() {
        PodState state = state("""
                phase: Running
                conditions: [{type: Ready, status: "True"}]
                """);

        assertThat(state.ready()).isTrue();
        assertThat(state).hasToString("pod pg-0 is ready");
    }

    @Test
    void stateWhenPodIsBeingDeletedIsNotReady() {
        ApiObject deleted = TestCluster.object("""
                        apiVersion: v1
                        kind: Pod
                        metadata: {name: pg-0, deletionTimestamp: "2026-03-01T00:00:00Z"}
                        status: {phase: Running, conditions: [{type: Ready, status: "True"}]}
                        """);

        assertThat(PodState.of(deleted)).hasToString("pod pg-0 is not ready: it is being deleted");
    }

    @Test
    void reasonWhenPodCannotBeScheduledSaysWhy() {
        assertThat(state("""
                        phase: Pending
                        conditions:
                          - type: PodScheduled
                            status: "False"
                            reason: Unschedulable
                            message: "0/1 nodes are available: 1 Insufficient memory."
                        """))
                .hasToString(
                        "pod pg-0 is not ready: it cannot be scheduled: 0/1 nodes are available: 1 Insufficient memory.");
    }

    @Test
    void reasonWhenImageCannotBePulledSaysWhy() {
        assertThat(state("""
                        phase: Pending
                        conditions: [{type: PodScheduled, status: "True"}]
                        containerStatuses:
                          - name: postgres
                            ready: false
                            state: {waiting: {reason: ErrImagePull, message: "postgres:99: not found"}}
                        """))
                .hasToString(
                        "pod pg-0 is not ready: container postgres is waiting: ErrImagePull: postgres:99: not found");
    }

    @Test
    void reasonWhenContainerKeepsCrashingContainsRestartsAndExitCode() {
        PodState state = state("""
                phase: Running
                containerStatuses:
                  - name: postgres
                    ready: false
                    restartCount: 4
                    state: {waiting: {reason: CrashLoopBackOff, message: "back-off 10s restarting failed container"}}
                    lastState: {terminated: {reason: Error, exitCode: 1}}
                """);

        assertThat(state)
                .hasToString(
                        "pod pg-0 is not ready: container postgres is waiting: CrashLoopBackOff: back-off 10s restarting"
                                + " failed container (4 restarts, last time: Error, exit code 1)");
        assertThat(state.crash()).isEqualTo(new PodState.Crash("postgres", true));
    }

    @Test
    void reasonWhenContainerRunsBetweenTwoCrashesSaysSo() {
        PodState state = state("""
                phase: Running
                conditions: [{type: Ready, status: "False"}]
                containerStatuses:
                  - name: postgres
                    ready: false
                    restartCount: 1
                    state: {running: {}}
                    lastState: {terminated: {reason: OOMKilled, exitCode: 137}}
                """);

        assertThat(state)
                .hasToString(
                        "pod pg-0 is not ready: container postgres is not ready after 1 restart, last time: OOMKilled,"
                                + " exit code 137");
        assertThat(state.crash()).isEqualTo(new PodState.Crash("postgres", true));
    }

    @Test
    void reasonWhenCrashedContainerWaitsForItsRestartSaysSo() {
        PodState state = state("""
                phase: Running
                containerStatuses:
                  - name: postgres
                    ready: false
                    restartCount: 2
                    state: {terminated: {reason: Error, exitCode: 1}}
                    lastState: {terminated: {reason: Error, exitCode: 1}}
                """);

        assertThat(state).hasToString("pod pg-0 is not ready: container postgres terminated: Error, exit code 1");
        assertThat(state.crash()).isEqualTo(new PodState.Crash("postgres", false));
    }

    @Test
    void reasonWhenContainerCannotRunContainsRuntimesWords() {
        assertThat(state("""
                        phase: Running
                        containerStatuses:
                          - name: postgres
                            ready: false
                            restartCount: 3
                            state: {waiting: {reason: CrashLoopBackOff}}
                            lastState:
                              terminated: {reason: StartError, exitCode: 128, message: "exec: \\"pstgres\\": not found"}
                        """))
                .hasToString("pod pg-0 is not ready: container postgres is waiting: CrashLoopBackOff (3 restarts, last"
                        + " time: StartError, exit code 128: exec: \"pstgres\": not found)");
    }

    @Test
    void reasonWhenConfigurationIsWrongSaysWhy() {
        assertThat(state("""
                        phase: Pending
                        containerStatuses:
                          - name: postgres
                            ready: false
                            state: {waiting: {reason: CreateContainerConfigError, message: "secret \\"db\\" not found"}}
                        """))
                .hasToString("pod pg-0 is not ready: container postgres is waiting: CreateContainerConfigError: secret"
                        + " \"db\" not found");
    }

    @Test
    void reasonWhenContainerWasKilledForItsMemorySaysSo() {
        assertThat(state("""
                        phase: Failed
                        containerStatuses:
                          - name: postgres
                            ready: false
                            state: {terminated: {reason: OOMKilled, exitCode: 137}}
                        """))
                .hasToString("pod pg-0 is not ready: container postgres terminated: OOMKilled, exit code 137");
    }

    @Test
    void reasonWhenInitContainerWaitsNamesIt() {
        assertThat(state("""
                        phase: Pending
                        initContainerStatuses:
                          - name: prepare
                            ready: false
                            state: {waiting: {reason: ImagePullBackOff}}
                        containerStatuses:
                          - name: postgres
                            ready: false
                            state: {waiting: {reason: PodInitializing}}
                        """)).hasToString("pod pg-0 is not ready: container prepare is waiting: ImagePullBackOff");
    }

    @Test
    void reasonWhenReadinessProbeDoesNotPassNamesContainer() {
        assertThat(state("""
                        phase: Running
                        conditions: [{type: Ready, status: "False"}]
                        containerStatuses:
                          - {name: metrics, ready: true, state: {running: {}}}
                          - {name: postgres, ready: false, state: {running: {}}}
                        """))
                .hasToString(
                        "pod pg-0 is not ready: it runs, but the readiness probe of container postgres does not pass");
    }

    @Test
    void reasonWhenReadinessGateIsClosedNamesCondition() {
        assertThat(state("""
                        phase: Running
                        conditions: [{type: Ready, status: "False"}]
                        containerStatuses:
                          - {name: postgres, ready: true, state: {running: {}}}
                        """)).hasToString("pod pg-0 is not ready: it runs, but its condition Ready is not true");
    }

    @Test
    void reasonWhenNothingElseIsKnownIsPhase() {
        assertThat(state("phase: Pending")).hasToString("pod pg-0 is not ready: its phase is Pending");
        assertThat(state("{phase: Failed, reason: Evicted, message: The node was low on memory.}"))
                .hasToString("pod pg-0 is not ready: its phase is Failed: The node was low on memory.");
        assertThat(PodState.of(TestCluster.object("apiVersion: v1\nkind: Pod\nmetadata: {name: pg-0}")))
                .hasToString("pod pg-0 is not ready: its phase is unknown");
    }

    @Test
    void reasonWhenContainerIsBeingCreatedIsPhase() {
        assertThat(state("""
                        phase: Pending
                        containerStatuses:
                          - name: postgres
                            ready: false
                            state: {waiting: {reason: ContainerCreating}}
                        """)).hasToString("pod pg-0 is not ready: its phase is Pending");
    }

    private static PodState state(String status) {
        return PodState.of(
                TestCluster.object("apiVersion: v1\nkind: Pod\nmetadata: {name: pg-0}\nstatus:\n" + status.indent(2)));
    }
}
