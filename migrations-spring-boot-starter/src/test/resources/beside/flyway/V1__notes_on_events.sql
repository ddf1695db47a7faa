CREATE TABLE notes (
    event_id   UUID NOT NULL,
    event_date DATE NOT NULL,
    note       TEXT NOT NULL,
    FOREIGN KEY (event_id, event_date) REFERENCES audit_events (event_id, event_date)
);
