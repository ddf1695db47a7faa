ALTER TABLE audit_events ADD COLUMN event_hash TEXT;
