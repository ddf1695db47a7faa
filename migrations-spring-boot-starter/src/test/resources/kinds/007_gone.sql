-- name: gone
-- description: Drops one of each.
-- drops: sequence bills_seq, type place, span

-- +goose Up
DROP SEQUENCE bills_seq;
DROP TYPE place, span;

-- +goose Down
CREATE SEQUENCE bills_seq AS integer START 100 MAXVALUE 999 CYCLE;
COMMENT ON SEQUENCE bills_seq IS 'one series a year';
CREATE TYPE place AS (street text, zip varchar(10), town text);
REVOKE USAGE ON TYPE place FROM public;
-- +goose StatementBegin
DO $$ BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'clerk') THEN
        GRANT USAGE ON TYPE place TO clerk;
    END IF;
END $$;
-- +goose StatementEnd
CREATE TYPE span AS RANGE (subtype = time);
