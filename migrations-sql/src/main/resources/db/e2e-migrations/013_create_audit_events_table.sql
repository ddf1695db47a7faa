-- name: audit_events
-- description: The audit trail: one row per event of any service, partitioned by the UTC day of the event.
-- groups: audit
-- creates: table audit_events
-- creates: index idx_audit_events_event_timestamp, idx_audit_events_correlation_id, idx_audit_events_event_type,
--    idx_audit_events_resource, idx_audit_events_actor, idx_audit_events_outcome, idx_audit_events_event_date,
--    idx_audit_events_event_data_gin on audit_events
-- creates: partition audit_events_2025_11, audit_events_2025_12, audit_events_2026_01, audit_events_2026_02
--    of audit_events
-- creates: function set_audit_event_date
-- creates: trigger trg_set_audit_event_date on audit_events
-- requires: role datastorage_app
--
-- Retention works by month, so the table is partitioned by date. A key of a partitioned table must contain the
-- partition key, hence the pair (event_id, event_date), and hence a parent event is named by both as well.
--
-- A client must send event_date itself, as the UTC day of event_timestamp. The trigger cannot do it for the client:
-- PostgreSQL chooses the partition before it fires a BEFORE trigger, so a row without a date finds no partition. What
-- the trigger does is keep the two columns in agreement: a wrong day in the right month is put right, a wrong month is
-- refused. UTC rather than the session's time zone, so that one event has one date wherever its writer runs.
--
-- There is no DEFAULT partition. It would hide a missing month, and once it holds rows of that month, the month's own
-- partition can no longer be made. A row of an unknown month fails with SQLSTATE 23514, which says what is wrong. The
-- four months below are those the schema began with; 1000 tends all others.
--
-- The trail is written once and read: the application's role may insert and select, and neither change nor delete.

-- +goose Up
CREATE TABLE audit_events (
    event_id uuid NOT NULL DEFAULT gen_random_uuid(),
    event_version varchar(10) NOT NULL DEFAULT '1.0',
    event_timestamp timestamptz NOT NULL DEFAULT now(),
    event_date date NOT NULL,
    event_type varchar(100) NOT NULL,
    event_category varchar(50) NOT NULL,
    event_action varchar(50) NOT NULL,
    event_outcome varchar(20) NOT NULL,
    actor_type varchar(50) NOT NULL,
    actor_id varchar(255) NOT NULL,
    actor_ip inet,
    resource_type varchar(100) NOT NULL,
    resource_id varchar(255) NOT NULL,
    resource_name varchar(255),
    correlation_id varchar(255) NOT NULL,
    parent_event_id uuid,
    parent_event_date date,
    trace_id varchar(255),
    span_id varchar(255),
    namespace varchar(253),
    cluster_name varchar(255),
    event_data jsonb NOT NULL,
    event_metadata jsonb,
    severity varchar(20),
    duration_ms integer,
    error_code varchar(50),
    error_message text,
    retention_days integer DEFAULT 2555,
    is_sensitive boolean DEFAULT false,
    PRIMARY KEY (event_id, event_date)
) PARTITION BY RANGE (event_date);

CREATE TABLE audit_events_2025_11 PARTITION OF audit_events FOR VALUES FROM ('2025-11-01') TO ('2025-12-01');
CREATE TABLE audit_events_2025_12 PARTITION OF audit_events FOR VALUES FROM ('2025-12-01') TO ('2026-01-01');
CREATE TABLE audit_events_2026_01 PARTITION OF audit_events FOR VALUES FROM ('2026-01-01') TO ('2026-02-01');
CREATE TABLE audit_events_2026_02 PARTITION OF audit_events FOR VALUES FROM ('2026-02-01') TO ('2026-03-01');

ALTER TABLE audit_events
    ADD CONSTRAINT fk_audit_events_parent
    FOREIGN KEY (parent_event_id, parent_event_date) REFERENCES audit_events (event_id, event_date)
    ON DELETE RESTRICT;

CREATE INDEX idx_audit_events_event_timestamp ON audit_events (event_timestamp DESC);
CREATE INDEX idx_audit_events_correlation_id ON audit_events (correlation_id, event_timestamp DESC);
CREATE INDEX idx_audit_events_event_type ON audit_events (event_type, event_timestamp DESC);
CREATE INDEX idx_audit_events_resource ON audit_events (resource_type, resource_id, event_timestamp DESC);
CREATE INDEX idx_audit_events_actor ON audit_events (actor_type, actor_id, event_timestamp DESC);
CREATE INDEX idx_audit_events_outcome ON audit_events (event_outcome, event_timestamp DESC);
CREATE INDEX idx_audit_events_event_date ON audit_events (event_date);
CREATE INDEX idx_audit_events_event_data_gin ON audit_events USING gin (event_data);

-- +goose StatementBegin
CREATE FUNCTION set_audit_event_date()
RETURNS trigger
LANGUAGE plpgsql
AS $$
BEGIN
    NEW.event_date := (NEW.event_timestamp AT TIME ZONE 'UTC')::date;
    RETURN NEW;
END;
$$;
-- +goose StatementEnd

CREATE TRIGGER trg_set_audit_event_date
    BEFORE INSERT ON audit_events
    FOR EACH ROW
    EXECUTE FUNCTION set_audit_event_date();

-- +goose StatementBegin
DO $$
BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'datastorage_app' AND rolname <> current_user) THEN
        GRANT SELECT, INSERT ON audit_events TO datastorage_app;
        REVOKE UPDATE, DELETE ON audit_events FROM datastorage_app;
    END IF;
END;
$$;
-- +goose StatementEnd

-- +goose Down
DROP TABLE audit_events;
DROP FUNCTION set_audit_event_date();
