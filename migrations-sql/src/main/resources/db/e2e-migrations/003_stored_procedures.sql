-- name: action_analysis_functions
-- description: Functions that find oscillation, thrashing, loops and cascades in the traces of one resource's actions.
-- groups: action-history
-- creates: function detect_scale_oscillation, detect_resource_thrashing, detect_ineffective_loops,
--    detect_cascading_failures, get_action_traces, get_action_effectiveness, store_oscillation_detection,
--    get_resource_actions_base, get_resource_id, analyze_action_oscillation
-- creates: index idx_rat_resource_action_time, idx_rat_effectiveness_analysis on resource_action_traces
-- requires: role slm_user
--
-- The analysis lives in the database because it reads many traces to say one sentence about a resource. A resource is
-- named as Kubernetes names it, by namespace, kind and name; a cluster-wide one has no namespace, hence the comparison
-- by IS NOT DISTINCT FROM.
--
-- The functions run with the rights of their owner, so that a role may ask without being able to read the tables. Their
-- search_path is therefore fixed to the one in force when this file runs: a caller cannot put tables of its own in the
-- place of the real ones, and the functions find their tables whatever schema those were made in.
--
-- Each detect_ function returns findings only: no row means that nothing was found.

-- +goose Up
CREATE INDEX idx_rat_resource_action_time
    ON resource_action_traces (action_history_id, action_type, action_timestamp DESC);
CREATE INDEX idx_rat_effectiveness_analysis
    ON resource_action_traces (action_type, effectiveness_score, action_timestamp)
    WHERE effectiveness_score IS NOT NULL;

-- A change of direction is a step up after a step down, or the reverse. Steps that leave the number of replicas as it
-- is neither count nor hide a change.
-- +goose StatementBegin
CREATE FUNCTION detect_scale_oscillation(
    p_namespace varchar(63),
    p_kind varchar(100),
    p_name varchar(253),
    p_window_minutes integer DEFAULT 120
)
RETURNS TABLE (
    direction_changes integer,
    first_change timestamptz,
    last_change timestamptz,
    avg_effectiveness numeric(4,3),
    duration_minutes numeric(10,2),
    severity varchar(20),
    action_sequence jsonb
)
LANGUAGE plpgsql
STABLE
SECURITY DEFINER
SET search_path FROM CURRENT
AS $$
BEGIN
    RETURN QUERY
    WITH scaling AS (
        SELECT
            trace.id,
            trace.action_timestamp,
            trace.effectiveness_score,
            (trace.action_parameters ->> 'replicas')::integer AS replicas
        FROM resource_action_traces AS trace
        JOIN action_histories AS history ON history.id = trace.action_history_id
        JOIN resource_references AS resource ON resource.id = history.resource_id
        WHERE resource.namespace IS NOT DISTINCT FROM p_namespace
            AND resource.kind = p_kind
            AND resource.name = p_name
            AND trace.action_timestamp >= now() - make_interval(mins => p_window_minutes)
            AND trace.action_type = 'scale_deployment'
            AND trace.action_parameters ->> 'replicas' ~ '^[0-9]{1,9}$'
    ),
    step AS (
        SELECT
            scaling.*,
            CASE sign(scaling.replicas - lag(scaling.replicas) OVER (ORDER BY scaling.action_timestamp, scaling.id))
                WHEN 1 THEN 'up'
                WHEN -1 THEN 'down'
                ELSE 'none'
            END AS direction
        FROM scaling
    ),
    move AS (
        SELECT
            step.action_timestamp,
            step.direction <> lag(step.direction) OVER (ORDER BY step.action_timestamp, step.id) AS turned
        FROM step
        WHERE step.direction <> 'none'
    ),
    turns AS (
        SELECT
            count(*)::integer AS number,
            min(move.action_timestamp) AS first_at,
            max(move.action_timestamp) AS last_at,
            extract(epoch FROM max(move.action_timestamp) - min(move.action_timestamp)) / 60 AS minutes
        FROM move
        WHERE move.turned
    ),
    whole AS (
        SELECT
            avg(step.effectiveness_score) AS effectiveness,
            jsonb_agg(
                jsonb_build_object(
                    'timestamp', step.action_timestamp,
                    'replicas', step.replicas,
                    'direction', step.direction,
                    'effectiveness', step.effectiveness_score
                )
                ORDER BY step.action_timestamp, step.id
            ) AS steps
        FROM step
    )
    SELECT
        turns.number,
        turns.first_at,
        turns.last_at,
        whole.effectiveness::numeric(4,3),
        turns.minutes::numeric(10,2),
        CASE
            WHEN turns.number >= 4 AND turns.minutes <= 60 AND whole.effectiveness < 0.5 THEN 'critical'
            WHEN turns.number >= 3 AND turns.minutes <= 120 AND whole.effectiveness < 0.7 THEN 'high'
            WHEN turns.number >= 2 AND turns.minutes <= 180 THEN 'medium'
            ELSE 'low'
        END::varchar,
        whole.steps
    FROM turns
    CROSS JOIN whole
    WHERE turns.number >= 2;
END;
$$;
-- +goose StatementEnd

-- Actions further apart than 45 minutes are two attempts, not one quarrel: such a pair is no transition, and an action
-- that has no neighbour within that time is left out altogether.
-- +goose StatementBegin
CREATE FUNCTION detect_resource_thrashing(
    p_namespace varchar(63),
    p_kind varchar(100),
    p_name varchar(253),
    p_window_minutes integer DEFAULT 120
)
RETURNS TABLE (
    thrashing_transitions integer,
    total_actions integer,
    first_action timestamptz,
    last_action timestamptz,
    avg_effectiveness numeric(4,3),
    avg_time_gap_minutes numeric(10,2),
    severity varchar(20)
)
LANGUAGE plpgsql
STABLE
SECURITY DEFINER
SET search_path FROM CURRENT
AS $$
BEGIN
    RETURN QUERY
    WITH action AS (
        SELECT
            trace.action_timestamp,
            trace.effectiveness_score,
            trace.action_type <> lag(trace.action_type) OVER in_order AS switched,
            trace.action_timestamp - lag(trace.action_timestamp) OVER in_order AS gap_before,
            lead(trace.action_timestamp) OVER in_order - trace.action_timestamp AS gap_after
        FROM resource_action_traces AS trace
        JOIN action_histories AS history ON history.id = trace.action_history_id
        JOIN resource_references AS resource ON resource.id = history.resource_id
        WHERE resource.namespace IS NOT DISTINCT FROM p_namespace
            AND resource.kind = p_kind
            AND resource.name = p_name
            AND trace.action_timestamp >= now() - make_interval(mins => p_window_minutes)
            AND trace.action_type IN ('increase_resources', 'scale_deployment')
        WINDOW in_order AS (ORDER BY trace.action_timestamp, trace.id)
    ),
    whole AS (
        SELECT
            count(*) FILTER (WHERE action.switched AND action.gap_before <= interval '45 minutes') AS transitions,
            count(*) AS actions,
            min(action.action_timestamp) AS first_at,
            max(action.action_timestamp) AS last_at,
            avg(action.effectiveness_score) AS effectiveness,
            avg(extract(epoch FROM action.gap_before) / 60)
                FILTER (WHERE action.gap_before <= interval '45 minutes') AS gap
        FROM action
        WHERE least(action.gap_before, action.gap_after) <= interval '45 minutes'
    )
    SELECT
        whole.transitions::integer,
        whole.actions::integer,
        whole.first_at,
        whole.last_at,
        whole.effectiveness::numeric(4,3),
        whole.gap::numeric(10,2),
        CASE
            WHEN whole.transitions >= 3 AND whole.effectiveness < 0.6 THEN 'critical'
            WHEN whole.transitions >= 2 AND whole.effectiveness < 0.7 THEN 'high'
            WHEN whole.transitions >= 1 AND whole.gap < 15 THEN 'medium'
            ELSE 'low'
        END::varchar
    FROM whole
    WHERE whole.transitions >= 1;
END;
$$;
-- +goose StatementEnd

-- An action without a score has shown no effect, so here it counts as zero. The trend is the relative change from the
-- first score to the last; a first score below 0.1 is taken as 0.1, lest next to nothing makes a huge trend.
-- +goose StatementBegin
CREATE FUNCTION detect_ineffective_loops(
    p_namespace varchar(63),
    p_kind varchar(100),
    p_name varchar(253),
    p_window_minutes integer DEFAULT 120
)
RETURNS TABLE (
    action_type varchar(50),
    repetition_count integer,
    avg_effectiveness numeric(4,3),
    effectiveness_stddev numeric(4,3),
    first_occurrence timestamptz,
    last_occurrence timestamptz,
    span_minutes numeric(10,2),
    severity varchar(20),
    effectiveness_trend numeric(6,3),
    effectiveness_scores numeric(4,3)[],
    timestamps timestamptz[]
)
LANGUAGE plpgsql
STABLE
SECURITY DEFINER
SET search_path FROM CURRENT
AS $$
BEGIN
    RETURN QUERY
    WITH action AS (
        SELECT
            trace.id,
            trace.action_type,
            trace.action_timestamp,
            coalesce(trace.effectiveness_score, 0) AS score
        FROM resource_action_traces AS trace
        JOIN action_histories AS history ON history.id = trace.action_history_id
        JOIN resource_references AS resource ON resource.id = history.resource_id
        WHERE resource.namespace IS NOT DISTINCT FROM p_namespace
            AND resource.kind = p_kind
            AND resource.name = p_name
            AND trace.action_timestamp >= now() - make_interval(mins => p_window_minutes)
    ),
    repeated AS (
        SELECT
            action.action_type,
            count(*)::integer AS repetitions,
            avg(action.score) AS effectiveness,
            stddev(action.score) AS deviation,
            min(action.action_timestamp) AS first_at,
            max(action.action_timestamp) AS last_at,
            array_agg(action.score ORDER BY action.action_timestamp, action.id) AS scores,
            array_agg(action.action_timestamp ORDER BY action.action_timestamp, action.id) AS moments
        FROM action
        GROUP BY action.action_type
        HAVING count(*) >= 2
    ),
    graded AS (
        SELECT
            repeated.*,
            CASE
                WHEN repeated.repetitions >= 5 AND repeated.effectiveness < 0.3 THEN 1
                WHEN repeated.repetitions >= 4 AND repeated.effectiveness < 0.5 THEN 2
                WHEN repeated.repetitions >= 3 AND repeated.effectiveness < 0.6 THEN 3
                WHEN repeated.repetitions >= 2 AND repeated.effectiveness < 0.4 THEN 4
            END AS grade
        FROM repeated
    )
    SELECT
        graded.action_type,
        graded.repetitions,
        graded.effectiveness::numeric(4,3),
        graded.deviation::numeric(4,3),
        graded.first_at,
        graded.last_at,
        (extract(epoch FROM graded.last_at - graded.first_at) / 60)::numeric(10,2),
        (ARRAY['critical', 'high', 'medium', 'low'])[graded.grade]::varchar,
        CASE
            WHEN graded.repetitions >= 3 THEN
                (graded.scores[graded.repetitions] - graded.scores[1]) / greatest(graded.scores[1], 0.1)
        END::numeric(6,3),
        graded.scores::numeric(4,3)[],
        graded.moments
    FROM graded
    WHERE graded.grade IS NOT NULL
    ORDER BY graded.grade, graded.effectiveness;
END;
$$;
-- +goose StatementEnd

-- What follows an action is judged on the same resource: other alerts within half an hour are taken for its
-- consequence, and its own alert coming back at any later time for its failure.
-- +goose StatementBegin
CREATE FUNCTION detect_cascading_failures(
    p_namespace varchar(63),
    p_kind varchar(100),
    p_name varchar(253),
    p_window_minutes integer DEFAULT 120
)
RETURNS TABLE (
    action_type varchar(50),
    total_actions integer,
    avg_new_alerts numeric(6,2),
    recurrence_rate numeric(4,3),
    avg_effectiveness numeric(4,3),
    actions_causing_cascades integer,
    max_alerts_triggered integer,
    severity varchar(20)
)
LANGUAGE plpgsql
STABLE
SECURITY DEFINER
SET search_path FROM CURRENT
AS $$
BEGIN
    RETURN QUERY
    WITH action AS (
        SELECT trace.action_type, trace.action_timestamp, trace.alert_name, trace.effectiveness_score
        FROM resource_action_traces AS trace
        JOIN action_histories AS history ON history.id = trace.action_history_id
        JOIN resource_references AS resource ON resource.id = history.resource_id
        WHERE resource.namespace IS NOT DISTINCT FROM p_namespace
            AND resource.kind = p_kind
            AND resource.name = p_name
            AND trace.action_timestamp >= now() - make_interval(mins => p_window_minutes)
    ),
    consequence AS (
        SELECT
            action.action_type,
            action.effectiveness_score,
            (
                SELECT count(DISTINCT later.alert_name)
                FROM action AS later
                WHERE later.alert_name <> action.alert_name
                    AND later.action_timestamp > action.action_timestamp
                    AND later.action_timestamp <= action.action_timestamp + interval '30 minutes'
            ) AS new_alerts,
            EXISTS (
                SELECT
                FROM action AS later
                WHERE later.alert_name = action.alert_name
                    AND later.action_timestamp > action.action_timestamp
            ) AS recurred
        FROM action
    ),
    cascade AS (
        SELECT
            consequence.action_type,
            count(*)::integer AS actions,
            avg(consequence.new_alerts) AS new_alerts,
            avg(consequence.recurred::integer) AS recurrence,
            avg(consequence.effectiveness_score) AS effectiveness,
            (count(*) FILTER (WHERE consequence.new_alerts > 0))::integer AS causing,
            max(consequence.new_alerts)::integer AS most
        FROM consequence
        GROUP BY consequence.action_type
    ),
    graded AS (
        SELECT
            cascade.*,
            CASE
                WHEN cascade.new_alerts > 2.0 AND cascade.recurrence > 0.5 THEN 1
                WHEN cascade.new_alerts > 1.5 OR cascade.recurrence > 0.7 THEN 2
                WHEN cascade.new_alerts > 1.0 OR cascade.recurrence > 0.4 THEN 3
                WHEN cascade.new_alerts > 0 OR cascade.recurrence > 0 THEN 4
            END AS grade
        FROM cascade
    )
    SELECT
        graded.action_type,
        graded.actions,
        graded.new_alerts::numeric(6,2),
        graded.recurrence::numeric(4,3),
        graded.effectiveness::numeric(4,3),
        graded.causing,
        graded.most,
        (ARRAY['critical', 'high', 'medium', 'low'])[graded.grade]::varchar
    FROM graded
    WHERE graded.grade IS NOT NULL
    ORDER BY graded.grade, graded.new_alerts DESC;
END;
$$;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE FUNCTION get_action_traces(
    p_namespace varchar(63),
    p_kind varchar(100),
    p_name varchar(253),
    p_action_type varchar(50) DEFAULT NULL,
    p_model_used varchar(100) DEFAULT NULL,
    p_time_start timestamptz DEFAULT NULL,
    p_time_end timestamptz DEFAULT NULL,
    p_limit integer DEFAULT 50,
    p_offset integer DEFAULT 0
)
RETURNS TABLE (
    action_id varchar(64),
    action_timestamp timestamptz,
    action_type varchar(50),
    model_used varchar(100),
    model_confidence numeric(4,3),
    execution_status varchar(20),
    effectiveness_score numeric(4,3),
    model_reasoning text,
    action_parameters jsonb,
    alert_name varchar(200),
    alert_severity varchar(20)
)
LANGUAGE plpgsql
STABLE
SECURITY DEFINER
SET search_path FROM CURRENT
AS $$
BEGIN
    RETURN QUERY
    SELECT
        trace.action_id,
        trace.action_timestamp,
        trace.action_type,
        trace.model_used,
        trace.model_confidence,
        trace.execution_status,
        trace.effectiveness_score,
        trace.model_reasoning,
        trace.action_parameters,
        trace.alert_name,
        trace.alert_severity
    FROM resource_action_traces AS trace
    JOIN action_histories AS history ON history.id = trace.action_history_id
    JOIN resource_references AS resource ON resource.id = history.resource_id
    WHERE resource.namespace IS NOT DISTINCT FROM p_namespace
        AND resource.kind = p_kind
        AND resource.name = p_name
        AND (p_action_type IS NULL OR trace.action_type = p_action_type)
        AND (p_model_used IS NULL OR trace.model_used = p_model_used)
        AND (p_time_start IS NULL OR trace.action_timestamp >= p_time_start)
        AND (p_time_end IS NULL OR trace.action_timestamp <= p_time_end)
    ORDER BY trace.action_timestamp DESC, trace.id DESC
    LIMIT p_limit
    OFFSET p_offset;
END;
$$;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE FUNCTION get_action_effectiveness(
    p_namespace varchar(63),
    p_kind varchar(100),
    p_name varchar(253),
    p_action_type varchar(50) DEFAULT NULL,
    p_time_start timestamptz DEFAULT now() - interval '7 days',
    p_time_end timestamptz DEFAULT now()
)
RETURNS TABLE (
    action_type varchar(50),
    sample_size integer,
    avg_effectiveness numeric(4,3),
    stddev_effectiveness numeric(4,3),
    min_effectiveness numeric(4,3),
    max_effectiveness numeric(4,3),
    success_rate numeric(4,3)
)
LANGUAGE plpgsql
STABLE
SECURITY DEFINER
SET search_path FROM CURRENT
AS $$
BEGIN
    RETURN QUERY
    SELECT
        trace.action_type,
        count(*)::integer,
        avg(trace.effectiveness_score)::numeric(4,3),
        stddev(trace.effectiveness_score)::numeric(4,3),
        min(trace.effectiveness_score)::numeric(4,3),
        max(trace.effectiveness_score)::numeric(4,3),
        avg(CASE WHEN trace.execution_status = 'completed' THEN 1 ELSE 0 END)::numeric(4,3)
    FROM resource_action_traces AS trace
    JOIN action_histories AS history ON history.id = trace.action_history_id
    JOIN resource_references AS resource ON resource.id = history.resource_id
    WHERE resource.namespace IS NOT DISTINCT FROM p_namespace
        AND resource.kind = p_kind
        AND resource.name = p_name
        AND trace.effectiveness_score IS NOT NULL
        AND (p_action_type IS NULL OR trace.action_type = p_action_type)
        AND trace.action_timestamp BETWEEN p_time_start AND p_time_end
    GROUP BY trace.action_type
    ORDER BY trace.action_type;
END;
$$;
-- +goose StatementEnd

-- A detection may be the first that is heard of a resource. Its true uid is then unknown, and a random one takes the
-- place until the resource is seen.
-- +goose StatementBegin
CREATE FUNCTION store_oscillation_detection(
    p_pattern_id integer,
    p_namespace varchar(63),
    p_kind varchar(100),
    p_name varchar(253),
    p_confidence numeric(4,3),
    p_action_count integer,
    p_time_span_minutes integer,
    p_pattern_evidence jsonb,
    p_prevention_action varchar(50) DEFAULT NULL
)
RETURNS integer
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path FROM CURRENT
AS $$
DECLARE
    known_resource_id bigint;
    detection_id bigint;
BEGIN
    SELECT resource.id INTO known_resource_id
    FROM resource_references AS resource
    WHERE resource.namespace IS NOT DISTINCT FROM p_namespace
        AND resource.kind = p_kind
        AND resource.name = p_name;

    IF known_resource_id IS NULL THEN
        INSERT INTO resource_references (resource_uid, api_version, kind, name, namespace)
        VALUES (gen_random_uuid()::text, 'apps/v1', p_kind, p_name, p_namespace)
        RETURNING id INTO known_resource_id;
    END IF;

    INSERT INTO oscillation_detections (
        pattern_id, resource_id, confidence, action_count, time_span_minutes, pattern_evidence,
        prevention_applied, prevention_action
    )
    VALUES (
        p_pattern_id, known_resource_id, p_confidence, p_action_count, p_time_span_minutes, p_pattern_evidence,
        p_prevention_action IS NOT NULL, p_prevention_action
    )
    RETURNING id INTO detection_id;

    RETURN detection_id;
END;
$$;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE FUNCTION get_resource_actions_base(
    p_namespace varchar(63),
    p_kind varchar(100),
    p_name varchar(253),
    p_window_minutes integer DEFAULT NULL
)
RETURNS TABLE (
    trace_id bigint,
    action_timestamp timestamptz,
    action_type varchar(50),
    action_parameters jsonb,
    effectiveness_score numeric(4,3),
    model_confidence numeric(4,3),
    execution_status varchar(20)
)
LANGUAGE plpgsql
STABLE
SECURITY DEFINER
SET search_path FROM CURRENT
AS $$
BEGIN
    RETURN QUERY
    SELECT
        trace.id,
        trace.action_timestamp,
        trace.action_type,
        trace.action_parameters,
        trace.effectiveness_score,
        trace.model_confidence,
        trace.execution_status
    FROM resource_action_traces AS trace
    JOIN action_histories AS history ON history.id = trace.action_history_id
    JOIN resource_references AS resource ON resource.id = history.resource_id
    WHERE resource.namespace IS NOT DISTINCT FROM p_namespace
        AND resource.kind = p_kind
        AND resource.name = p_name
        AND (
            p_window_minutes IS NULL
            OR trace.action_timestamp >= now() - make_interval(mins => p_window_minutes)
        )
    ORDER BY trace.action_timestamp DESC, trace.id DESC;
END;
$$;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE FUNCTION get_resource_id(
    p_namespace varchar(63),
    p_kind varchar(100),
    p_name varchar(253)
)
RETURNS integer
LANGUAGE plpgsql
STABLE
SECURITY DEFINER
SET search_path FROM CURRENT
AS $$
DECLARE
    found_id bigint;
BEGIN
    SELECT resource.id INTO found_id
    FROM resource_references AS resource
    WHERE resource.namespace IS NOT DISTINCT FROM p_namespace
        AND resource.kind = p_kind
        AND resource.name = p_name;

    IF found_id IS NULL THEN
        RAISE EXCEPTION 'resource %/%/% is not known', p_namespace, p_kind, p_name
            USING ERRCODE = 'no_data_found';
    END IF;
    RETURN found_id;
END;
$$;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE FUNCTION analyze_action_oscillation(
    p_namespace varchar(63),
    p_kind varchar(100),
    p_name varchar(253),
    p_window_minutes integer DEFAULT 120
)
RETURNS TABLE (
    action_timestamp timestamptz,
    action_type varchar(50),
    effectiveness_score numeric(4,3),
    prev_timestamp timestamptz,
    prev_action_type varchar(50),
    time_gap_minutes numeric(10,2),
    action_sequence_position integer
)
LANGUAGE plpgsql
STABLE
SECURITY DEFINER
SET search_path FROM CURRENT
AS $$
BEGIN
    RETURN QUERY
    SELECT
        trace.action_timestamp,
        trace.action_type,
        trace.effectiveness_score,
        lag(trace.action_timestamp) OVER in_order,
        lag(trace.action_type) OVER in_order,
        (
            extract(epoch FROM trace.action_timestamp - lag(trace.action_timestamp) OVER in_order) / 60
        )::numeric(10,2),
        (row_number() OVER in_order)::integer
    FROM resource_action_traces AS trace
    JOIN action_histories AS history ON history.id = trace.action_history_id
    JOIN resource_references AS resource ON resource.id = history.resource_id
    WHERE resource.namespace IS NOT DISTINCT FROM p_namespace
        AND resource.kind = p_kind
        AND resource.name = p_name
        AND trace.action_timestamp >= now() - make_interval(mins => p_window_minutes)
    WINDOW in_order AS (ORDER BY trace.action_timestamp, trace.id)
    ORDER BY trace.action_timestamp, trace.id;
END;
$$;
-- +goose StatementEnd

-- +goose StatementBegin
DO $$
BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'slm_user' AND rolname <> current_user) THEN
        GRANT EXECUTE ON FUNCTION
            detect_scale_oscillation, detect_resource_thrashing, detect_ineffective_loops, detect_cascading_failures,
            get_action_traces, get_action_effectiveness, store_oscillation_detection, get_resource_actions_base,
            get_resource_id, analyze_action_oscillation
            TO slm_user;
    END IF;
END;
$$;
-- +goose StatementEnd

-- +goose Down
DROP FUNCTION analyze_action_oscillation;
DROP FUNCTION get_resource_id;
DROP FUNCTION get_resource_actions_base;
DROP FUNCTION store_oscillation_detection;
DROP FUNCTION get_action_effectiveness;
DROP FUNCTION get_action_traces;
DROP FUNCTION detect_cascading_failures;
DROP FUNCTION detect_ineffective_loops;
DROP FUNCTION detect_resource_thrashing;
DROP FUNCTION detect_scale_oscillation;

DROP INDEX idx_rat_effectiveness_analysis;
DROP INDEX idx_rat_resource_action_time;
