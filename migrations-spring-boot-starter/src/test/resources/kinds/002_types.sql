-- name: types
-- description: An enumeration, a domain, a composite type and a range.
-- creates: type mood, email, address, span
-- requires: role clerk

-- +goose Up
CREATE TYPE mood AS ENUM ('sad', 'ok', 'glad');
CREATE DOMAIN email AS varchar(80) DEFAULT 'nobody@example.org' NOT NULL
    CONSTRAINT email_at CHECK (VALUE LIKE '%@%') CONSTRAINT email_short CHECK (length(VALUE) < 60);
COMMENT ON DOMAIN email IS 'not checked any further';
CREATE TYPE address AS (street text, zip varchar(10));
CREATE TYPE span AS RANGE (subtype = time);
REVOKE USAGE ON TYPE address FROM public;
-- +goose StatementBegin
DO $$ BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'clerk') THEN
        GRANT USAGE ON TYPE address TO clerk;
    END IF;
END $$;
-- +goose StatementEnd

-- +goose Down
DROP TYPE span;
DROP TYPE address;
DROP DOMAIN email;
DROP TYPE mood;
