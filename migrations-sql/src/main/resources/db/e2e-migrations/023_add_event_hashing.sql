-- name: event_hashing
-- description: Audit events can be chained by hash, so that a change of the trail can be proven.
-- groups: audit
-- alters: table audit_events (event_hash, previous_event_hash)
-- creates: index idx_audit_events_hash on audit_events
-- creates: function audit_event_lock_id
--
-- Each event carries its own hash and that of the event before it with the same correlation id. Whoever appends to a
-- chain must be alone with it between reading the last hash and writing the next; audit_event_lock_id gives the number
-- of the advisory lock for that, the same one for every writer in whatever language.
--
-- The number is the first eight bytes of the SHA-256 of the id in UTF-8, as a signed 64-bit integer. Both steps are
-- PostgreSQL's own, so no extension is needed, and the result does not depend on the encoding of the database.
--
-- Rows from before the chain have no hash, so both columns allow NULL and the index leaves such rows out.

-- +goose Up
ALTER TABLE audit_events
    ADD COLUMN event_hash text,
    ADD COLUMN previous_event_hash text;

CREATE INDEX idx_audit_events_hash ON audit_events (event_hash) WHERE event_hash IS NOT NULL;

-- +goose StatementBegin
CREATE FUNCTION audit_event_lock_id(correlation_id_param text)
RETURNS bigint
LANGUAGE plpgsql
IMMUTABLE
AS $$
DECLARE
    digest CONSTANT bytea := sha256(convert_to(correlation_id_param, 'UTF8'));
BEGIN
    RETURN ('x' || encode(substring(digest FROM 1 FOR 8), 'hex'))::bit(64)::bigint;
END;
$$;
-- +goose StatementEnd

-- +goose Down
DROP FUNCTION audit_event_lock_id(text);

DROP INDEX idx_audit_events_hash;

ALTER TABLE audit_events
    DROP COLUMN event_hash,
    DROP COLUMN previous_event_hash;
