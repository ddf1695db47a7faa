-- name: legal_hold
-- description: Audit events can be put on legal hold, and each category of events has a retention policy.
-- groups: audit
-- alters: table audit_events (legal_hold, legal_hold_reason, legal_hold_placed_by, legal_hold_placed_at)
-- creates: index idx_audit_events_legal_hold on audit_events
-- creates: table audit_retention_policies
-- creates: function prevent_legal_hold_deletion
-- creates: trigger enforce_legal_hold on audit_events
--
-- A legal hold must outlive whatever cleans up old events, so the table itself refuses to delete such a row. The error
-- has the SQLSTATE of a foreign key violation (23503): to a client the row is in use, and clients already know that
-- code. The guard sees rows only: TRUNCATE, and dropping a partition, pass it by.
--
-- Few events are ever on hold, so the index holds just those.
--
-- The policies are data that the application may change; the five below are the categories known today, each with seven
-- years (2555 days), the default of audit_events.retention_days.

-- +goose Up
ALTER TABLE audit_events
    ADD COLUMN legal_hold boolean DEFAULT false,
    ADD COLUMN legal_hold_reason text,
    ADD COLUMN legal_hold_placed_by text,
    ADD COLUMN legal_hold_placed_at timestamp;

CREATE INDEX idx_audit_events_legal_hold ON audit_events (legal_hold) WHERE legal_hold = true;

CREATE TABLE audit_retention_policies (
    policy_id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    event_category text NOT NULL UNIQUE,
    retention_days integer NOT NULL,
    legal_hold_override boolean DEFAULT false,
    created_at timestamp NOT NULL DEFAULT now(),
    updated_at timestamp NOT NULL DEFAULT now()
);

INSERT INTO audit_retention_policies (event_category, retention_days)
VALUES
    ('gateway', 2555),
    ('workflow', 2555),
    ('remediation', 2555),
    ('analysis', 2555),
    ('notification', 2555);

-- +goose StatementBegin
CREATE FUNCTION prevent_legal_hold_deletion()
RETURNS trigger
LANGUAGE plpgsql
AS $$
BEGIN
    IF OLD.legal_hold THEN
        RAISE EXCEPTION 'audit event % (correlation_id %) is on legal hold and cannot be deleted',
            OLD.event_id, OLD.correlation_id
            USING ERRCODE = '23503',
                  HINT = 'Release the legal hold through the Data Storage API, then delete the event.';
    END IF;
    RETURN OLD;
END;
$$;
-- +goose StatementEnd

CREATE TRIGGER enforce_legal_hold
    BEFORE DELETE ON audit_events
    FOR EACH ROW
    EXECUTE FUNCTION prevent_legal_hold_deletion();

-- +goose Down
DROP TRIGGER enforce_legal_hold ON audit_events;
DROP FUNCTION prevent_legal_hold_deletion();

DROP TABLE audit_retention_policies;

DROP INDEX idx_audit_events_legal_hold;

ALTER TABLE audit_events
    DROP COLUMN legal_hold,
    DROP COLUMN legal_hold_reason,
    DROP COLUMN legal_hold_placed_by,
    DROP COLUMN legal_hold_placed_at;
