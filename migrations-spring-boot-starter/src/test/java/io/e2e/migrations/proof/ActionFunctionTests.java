package io.e2e.migrations.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The functions that look at what was done to resources: each can be called, and answers what the facts say. */
class ActionFunctionTests extends WholeCatalog {

    @Test
    void detectScaleOscillationCountsChangesOfDirection() {
        Traces traces = new Traces("scaling");
        for (int step = 0; step < 6; step++) {
            traces.add(
                    "scale_deployment",
                    50 - 10 * step,
                    "load",
                    "0.3",
                    "{\"replicas\": " + (step % 2 == 0 ? 1 : 3) + "}");
        }

        assertThat(this.database.query("SELECT concat_ws(' ', direction_changes, avg_effectiveness, duration_minutes,"
                        + " severity, jsonb_array_length(action_sequence)) FROM detect_scale_oscillation("
                        + traces.resource() + ")"))
                .containsExactly("4 0.300 30.00 critical 6");
        assertThat(this.database.query("SELECT 1 FROM detect_scale_oscillation(" + traces.resource() + ", 15)"))
                .isEmpty();
    }

    @Test
    void detectResourceThrashingCountsSwitchesBetweenMoreResourcesAndMoreReplicas() {
        Traces traces = new Traces("thrashing");
        traces.add("increase_resources", 40, "memory", "0.5", "{}");
        traces.add("scale_deployment", 30, "memory", "0.5", "{}");
        traces.add("increase_resources", 20, "memory", "0.5", "{}");
        traces.add("scale_deployment", 10, "memory", "0.5", "{}");

        assertThat(this.database.query("SELECT concat_ws(' ', thrashing_transitions, total_actions, avg_effectiveness,"
                        + " avg_time_gap_minutes, severity) FROM detect_resource_thrashing(" + traces.resource() + ")"))
                .containsExactly("3 4 0.500 10.00 critical");
    }

    @Test
    void detectIneffectiveLoopsGradesRepetitionsThatHelpLittle() {
        Traces traces = new Traces("looping");
        for (int minutes = 50; minutes >= 10; minutes -= 10) {
            traces.add("restart_pod", minutes, "crash", minutes == 10 ? "0.3" : "0.2", "{}");
        }
        traces.add("collect_logs", 5, "crash", "0.9", "{}");

        assertThat(this.database.query("SELECT concat_ws(' ', action_type, repetition_count, avg_effectiveness,"
                        + " effectiveness_stddev, span_minutes, severity, effectiveness_trend, effectiveness_scores)"
                        + " FROM detect_ineffective_loops(" + traces.resource() + ")"))
                .containsExactly("restart_pod 5 0.220 0.045 40.00 critical 0.500 {0.200,0.200,0.200,0.200,0.300}");
    }

    @Test
    void detectCascadingFailuresCountsOtherSignalsAndReturns() {
        Traces traces = new Traces("cascading");
        traces.add("restart_pod", 60, "crash", "0.4", "{}");
        traces.add("notify", 50, "latency", "0.4", "{}");
        traces.add("notify", 45, "memory", "0.4", "{}");
        traces.add("notify", 40, "disk", "0.4", "{}");
        traces.add("notify", 5, "crash", "0.4", "{}");

        assertThat(this.database.query("SELECT concat_ws(' ', action_type, total_actions, avg_new_alerts,"
                        + " recurrence_rate, avg_effectiveness, actions_causing_cascades, max_alerts_triggered, severity)"
                        + " FROM detect_cascading_failures(" + traces.resource() + ")"))
                .containsExactly("restart_pod 1 3.00 1.000 0.400 1 3 critical", "notify 4 0.75 0.000 0.400 2 2 low");
    }

    @Test
    void getActionTracesFiltersAndShowsTheNewestFirst() {
        Traces traces = new Traces("listed");
        traces.add("restart_pod", 30, "crash", "0.4", "{}");
        traces.add("notify", 20, "latency", "0.5", "{}");
        traces.add("restart_pod", 10, "memory", "0.6", "{\"grace\": 5}");

        String columns = "SELECT concat_ws(' ', action_type, model_used, model_confidence, execution_status,"
                + " effectiveness_score, action_parameters, alert_name, alert_severity) FROM get_action_traces(";
        assertThat(this.database.query(columns + traces.resource() + ", 'restart_pod')"))
                .containsExactly(
                        "restart_pod small 0.900 completed 0.600 {\"grace\": 5} memory high",
                        "restart_pod small 0.900 completed 0.400 {} crash high");
        assertThat(this.database.query("SELECT alert_name FROM get_action_traces(" + traces.resource()
                        + ", p_model_used => 'small', p_time_start => now() - interval '25 minutes',"
                        + " p_time_end => now(), p_limit => 1, p_offset => 1)"))
                .containsExactly("latency");
    }

    @Test
    void getActionEffectivenessSummarisesScoredActions() {
        Traces traces = new Traces("scored");
        traces.add("restart_pod", 30, "crash", "0.4", "{}");
        traces.add("restart_pod", 20, "crash", "0.6", "{}");
        traces.add("restart_pod", 10, "crash", null, "{}");

        assertThat(this.database.query("SELECT concat_ws(' ', action_type, sample_size, avg_effectiveness,"
                        + " stddev_effectiveness, min_effectiveness, max_effectiveness, success_rate)"
                        + " FROM get_action_effectiveness(" + traces.resource() + ")"))
                .containsExactly("restart_pod 2 0.500 0.141 0.400 0.600 1.000");
    }

    @Test
    void storeOscillationDetectionFindsOrMakesTheResource() {
        String call = "SELECT store_oscillation_detection(1, 'stored', 'Deployment', 'api', 0.8, 5, 30,"
                + " '{\"flips\": 4}', %s)";
        List<String> first = this.database.query(call.formatted("'cool_down'"));
        List<String> second = this.database.query(call.formatted("NULL"));

        assertThat(
                        this.database.query(
                                "SELECT concat_ws(' ', d.id, d.confidence, d.action_count, d.prevention_applied,"
                                        + " d.prevention_action, r.api_version) FROM oscillation_detections d"
                                        + " JOIN resource_references r ON r.id = d.resource_id WHERE r.namespace = 'stored' ORDER BY d.id"))
                .containsExactly(first.get(0) + " 0.800 5 t cool_down apps/v1", second.get(0) + " 0.800 5 f apps/v1");
        assertThat(this.database.query("SELECT count(*) FROM resource_references WHERE namespace = 'stored'"))
                .containsExactly("1");
    }

    @Test
    void getResourceActionsBaseListsWithinTheWindow() {
        Traces traces = new Traces("based");
        traces.add("restart_pod", 90, "crash", "0.4", "{}");
        traces.add("notify", 10, "crash", "0.6", "{}");

        String columns = "SELECT concat_ws(' ', action_type, action_parameters, effectiveness_score, model_confidence,"
                + " execution_status) FROM get_resource_actions_base(";
        assertThat(this.database.query(columns + traces.resource() + ")"))
                .containsExactly("notify {} 0.600 0.900 completed", "restart_pod {} 0.400 0.900 completed");
        assertThat(this.database.query(columns + traces.resource() + ", 60)"))
                .containsExactly("notify {} 0.600 0.900 completed");
    }

    @Test
    void getResourceIdKnowsTheResourceOrSaysThatItDoesNot() {
        Traces traces = new Traces("known");

        assertThat(this.database.query("SELECT get_resource_id(" + traces.resource() + ")"))
                .isEqualTo(this.database.query("SELECT id FROM resource_references WHERE namespace = 'known'"));
        assertThatThrownBy(() -> this.database.query("SELECT get_resource_id('known', 'Deployment', 'other')"))
                .hasMessageContaining("resource known/Deployment/other is not known");
    }

    @Test
    void analyzeActionOscillationShowsEachActionWithTheOneBefore() {
        Traces traces = new Traces("sequence");
        traces.add("restart_pod", 30, "crash", "0.4", "{}");
        traces.add("notify", 10, "crash", "0.6", "{}");

        assertThat(this.database.query("SELECT concat_ws(' ', action_sequence_position, action_type, prev_action_type,"
                        + " time_gap_minutes, effectiveness_score) FROM analyze_action_oscillation(" + traces.resource()
                        + ")"))
                .containsExactly("1 restart_pod 0.400", "2 notify restart_pod 20.00 0.600");
    }

    @Test
    void analyzeCascadeEffectsLooksAtAllResources() {
        Traces traces = new Traces("effects");
        traces.add("drain_node", 50, "crash", "0.4", "{}");
        traces.add("cordon_node", 30, "latency", "0.4", "{}");

        String columns = "SELECT concat_ws(' ', action_type, avg_new_signals, max_signals_triggered,"
                + " actions_causing_cascades, total_actions, cascade_rate) FROM analyze_cascade_effects(%s)"
                + " WHERE action_type IN ('drain_node', 'cordon_node')";
        assertThat(this.database.query(columns.formatted("")))
                .containsExactly("drain_node 1.00 1 1 1 1.000", "cordon_node 0.00 0 0 1 0.000");
        assertThat(this.database.query(columns.formatted("7, interval '10 minutes', 5")))
                .containsExactly("cordon_node 0.00 0 0 1 0.000", "drain_node 0.00 0 0 1 0.000");
    }

    @Test
    void getRecentActionsFiltersBySignal() {
        Traces traces = new Traces("recent");
        traces.add("restart_pod", 30, "only_recent", "0.4", "{}");
        traces.add("notify", 10, "only_recent", "0.6", "{}");

        assertThat(this.database.query("SELECT concat_ws(' ', signal_name, signal_severity, execution_status)"
                        + " FROM get_recent_actions(1, 'only_recent', 'high')"))
                .containsExactly("only_recent high completed");
        assertThat(this.database.query("SELECT 1 FROM get_recent_actions(p_signal_severity => 'none such')"))
                .isEmpty();
        assertThat(this.database.query("SELECT 1 FROM get_recent_actions()")).isNotEmpty();
    }

    @Test
    void updateUpdatedAtSetsTheMomentOfTheChange() {
        Traces traces = new Traces("updated");
        this.database.execute("UPDATE action_histories SET updated_at = '2020-01-01', total_actions = 7 WHERE id = "
                + traces.history);

        assertThat(this.database.query("SELECT updated_at > now() - interval '1 hour' FROM action_histories WHERE id = "
                        + traces.history))
                .containsExactly("t");
    }

    /**
     * A deployment named api in a namespace of its own, and what was done to it. All its times count from one moment, so that
     * the intervals between them are exact on a busy machine too.
     */
    private final class Traces {

        private final String namespace;
        private final String now;
        private final String history;

        Traces(String namespace) {
            this.namespace = namespace;
            this.now = ActionFunctionTests.this.database.query("SELECT now()").get(0);
            this.history = ActionFunctionTests.this
                    .database
                    .query("WITH resource AS (INSERT INTO resource_references (resource_uid, api_version, kind, name,"
                            + " namespace) VALUES ('" + namespace + "', 'apps/v1', 'Deployment', 'api', '" + namespace
                            + "') RETURNING id) INSERT INTO action_histories (resource_id) SELECT id FROM resource"
                            + " RETURNING id")
                    .get(0);
        }

        String resource() {
            return "'" + this.namespace + "', 'Deployment', 'api'";
        }

        void add(String type, int minutesAgo, String signal, @Nullable String score, String parameters) {
            ActionFunctionTests.this.database.execute(
                    "INSERT INTO resource_action_traces (action_history_id, action_id, action_timestamp, signal_name,"
                            + " signal_severity, model_used, model_confidence, action_type, action_parameters,"
                            + " execution_status, effectiveness_score) VALUES (" + this.history
                            + ", gen_random_uuid()::text, timestamptz '" + this.now + "' - interval '" + minutesAgo
                            + " minutes', '" + signal
                            + "', 'high', 'small', 0.9, '" + type + "', '" + parameters + "', 'completed', " + score
                            + ")");
        }
    }
}
