-- name: alert_to_signal
-- description: What sets off an action is called a signal, of which an alert is one kind.
-- groups: action-history
-- alters: table resource_action_traces (signal_name, signal_severity, signal_labels, signal_annotations,
--    signal_firing_time)
-- alters: function get_action_traces, detect_cascading_failures
-- drops: index idx_rat_alert_name, idx_rat_alert_labels_gin on resource_action_traces
-- creates: index idx_rat_signal_name, idx_rat_signal_labels_gin on resource_action_traces
-- creates: function analyze_cascade_effects, get_recent_actions
-- creates: view incident_summary_view
-- requires: role slm_user
--
-- The body of a plpgsql function is a text that PostgreSQL reads only when it is called, so a renamed column breaks the
-- functions that use it without a word. Two of the analysis functions do, and get new bodies here. Their result columns
-- keep the names that callers know (alert_name, alert_severity), which also spares dropping them, and with them
-- whatever depends on them.
--
-- The two indexes are built anew rather than renamed: PostgreSQL names their pieces on the partitions after the
-- columns, and a renamed index would carry the old word there for ever.

-- +goose Up
ALTER TABLE resource_action_traces RENAME COLUMN alert_name TO signal_name;
ALTER TABLE resource_action_traces RENAME COLUMN alert_severity TO signal_severity;
ALTER TABLE resource_action_traces RENAME COLUMN alert_labels TO signal_labels;
ALTER TABLE resource_action_traces RENAME COLUMN alert_annotations TO signal_annotations;
ALTER TABLE resource_action_traces RENAME COLUMN alert_firing_time TO signal_firing_time;

DROP INDEX idx_rat_alert_name;
DROP INDEX idx_rat_alert_labels_gin;

CREATE INDEX idx_rat_signal_name ON resource_action_traces (signal_name, action_timestamp);
CREATE INDEX idx_rat_signal_labels_gin ON resource_action_traces USING gin (signal_labels);

CREATE VIEW incident_summary_view AS
SELECT
    signal_severity AS severity,
    count(*) AS incident_count
FROM resource_action_traces
GROUP BY signal_severity
ORDER BY
    CASE signal_severity
        WHEN 'critical' THEN 1
        WHEN 'high' THEN 2
        WHEN 'medium' THEN 3
        WHEN 'low' THEN 4
        ELSE 5
    END;

-- +goose StatementBegin
CREATE OR REPLACE FUNCTION get_action_traces(
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
        trace.signal_name,
        trace.signal_severity
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
CREATE OR REPLACE FUNCTION detect_cascading_failures(
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
        SELECT trace.action_type, trace.action_timestamp, trace.signal_name, trace.effectiveness_score
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
                SELECT count(DISTINCT later.signal_name)
                FROM action AS later
                WHERE later.signal_name <> action.signal_name
                    AND later.action_timestamp > action.action_timestamp
                    AND later.action_timestamp <= action.action_timestamp + interval '30 minutes'
            ) AS new_alerts,
            EXISTS (
                SELECT
                FROM action AS later
                WHERE later.signal_name = action.signal_name
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

-- Unlike detect_cascading_failures this looks at all resources, but it too compares an action only with what happened
-- on the action's own resource. An action that more than p_max_signals others followed stood in a storm of signals,
-- which says nothing about the action; with p_max_signals such actions are left out.
-- +goose StatementBegin
CREATE FUNCTION analyze_cascade_effects(
    p_days_back integer DEFAULT 7,
    p_time_window interval DEFAULT interval '1 hour',
    p_max_signals integer DEFAULT NULL
)
RETURNS TABLE (
    action_type varchar(50),
    avg_new_signals numeric,
    max_signals_triggered integer,
    actions_causing_cascades integer,
    total_actions integer,
    cascade_rate numeric
)
LANGUAGE plpgsql
AS $$
BEGIN
    RETURN QUERY
    WITH consequence AS (
        SELECT
            action.action_type,
            (
                SELECT count(DISTINCT later.signal_name)
                FROM resource_action_traces AS later
                WHERE later.action_history_id = action.action_history_id
                    AND later.signal_name <> action.signal_name
                    AND later.action_timestamp > action.action_timestamp
                    AND later.action_timestamp <= action.action_timestamp + p_time_window
            ) AS new_signals
        FROM resource_action_traces AS action
        WHERE action.execution_status = 'completed'
            AND action.action_timestamp >= now() - make_interval(days => p_days_back)
    )
    SELECT
        consequence.action_type,
        round(avg(consequence.new_signals)::numeric, 2),
        max(consequence.new_signals)::integer,
        (count(*) FILTER (WHERE consequence.new_signals > 0))::integer,
        count(*)::integer,
        round(avg((consequence.new_signals > 0)::integer)::numeric, 3)
    FROM consequence
    WHERE p_max_signals IS NULL OR consequence.new_signals <= p_max_signals
    GROUP BY consequence.action_type
    ORDER BY avg(consequence.new_signals) DESC, consequence.action_type;
END;
$$;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE FUNCTION get_recent_actions(
    p_limit integer DEFAULT 100,
    p_signal_name varchar(200) DEFAULT NULL,
    p_signal_severity varchar(20) DEFAULT NULL
)
RETURNS TABLE (
    action_id varchar(64),
    action_timestamp timestamptz,
    signal_name varchar(200),
    signal_severity varchar(20),
    execution_status varchar(20)
)
LANGUAGE plpgsql
AS $$
BEGIN
    RETURN QUERY
    SELECT
        trace.action_id,
        trace.action_timestamp,
        trace.signal_name,
        trace.signal_severity,
        trace.execution_status
    FROM resource_action_traces AS trace
    WHERE (p_signal_name IS NULL OR trace.signal_name = p_signal_name)
        AND (p_signal_severity IS NULL OR trace.signal_severity = p_signal_severity)
    ORDER BY trace.action_timestamp DESC, trace.id DESC
    LIMIT p_limit;
END;
$$;
-- +goose StatementEnd

-- +goose StatementBegin
DO $$
BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'slm_user' AND rolname <> current_user) THEN
        GRANT ALL ON TABLE incident_summary_view TO slm_user;
        GRANT EXECUTE ON FUNCTION analyze_cascade_effects, get_recent_actions TO slm_user;
    END IF;
END;
$$;
-- +goose StatementEnd

-- +goose Down
DROP FUNCTION get_recent_actions;
DROP FUNCTION analyze_cascade_effects;
DROP VIEW incident_summary_view;

DROP INDEX idx_rat_signal_labels_gin;
DROP INDEX idx_rat_signal_name;

ALTER TABLE resource_action_traces RENAME COLUMN signal_name TO alert_name;
ALTER TABLE resource_action_traces RENAME COLUMN signal_severity TO alert_severity;
ALTER TABLE resource_action_traces RENAME COLUMN signal_labels TO alert_labels;
ALTER TABLE resource_action_traces RENAME COLUMN signal_annotations TO alert_annotations;
ALTER TABLE resource_action_traces RENAME COLUMN signal_firing_time TO alert_firing_time;

CREATE INDEX idx_rat_alert_name ON resource_action_traces (alert_name, action_timestamp);
CREATE INDEX idx_rat_alert_labels_gin ON resource_action_traces USING gin (alert_labels);

-- +goose StatementBegin
CREATE OR REPLACE FUNCTION get_action_traces(
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
CREATE OR REPLACE FUNCTION detect_cascading_failures(
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
