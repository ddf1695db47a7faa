-- name: notification_audit
-- description: Which notification went to whom, over which channel, and what became of it.
-- groups: notifications
-- creates: table notification_audit
-- creates: index idx_notification_audit_notification_id, idx_notification_audit_remediation_id,
--    idx_notification_audit_channel, idx_notification_audit_status, idx_notification_audit_created_at
--    on notification_audit
--
-- One row per notification, so that its unique id stops a retry from recording it twice. Only a summary of the message
-- is kept: the audit must show that somebody was told, not repeat what the message said. Channels and states are closed
-- lists, since reports count by them and a misspelt one would drop out unseen.

-- +goose Up
CREATE TABLE notification_audit (
    id bigserial PRIMARY KEY,
    remediation_id varchar(255) NOT NULL,
    notification_id varchar(255) NOT NULL UNIQUE,
    recipient varchar(255) NOT NULL,
    channel varchar(50) NOT NULL
        CHECK (channel IN ('email', 'slack', 'pagerduty', 'sms')),
    message_summary text NOT NULL,
    status varchar(50) NOT NULL
        CHECK (status IN ('sent', 'failed', 'acknowledged', 'escalated')),
    sent_at timestamptz NOT NULL,
    delivery_status text,
    error_message text,
    escalation_level integer NOT NULL DEFAULT 0,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now()
);

CREATE INDEX idx_notification_audit_notification_id ON notification_audit (notification_id);
CREATE INDEX idx_notification_audit_remediation_id ON notification_audit (remediation_id);
CREATE INDEX idx_notification_audit_channel ON notification_audit (channel);
CREATE INDEX idx_notification_audit_status ON notification_audit (status);
CREATE INDEX idx_notification_audit_created_at ON notification_audit (created_at DESC);

-- +goose Down
DROP TABLE notification_audit;
