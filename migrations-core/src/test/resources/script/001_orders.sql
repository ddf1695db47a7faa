-- name: orders
-- description: Orders, partitioned by month, with their totals.
-- groups: sales
-- creates: table orders
-- creates: function set_order_month, order_label
--
-- The month is set by a trigger; a reader of the table needs no arithmetic; it's here.

-- +goose Up

CREATE TABLE orders (
    id bigint GENERATED ALWAYS AS IDENTITY,
    placed_at timestamp with time zone NOT NULL DEFAULT now(), -- when; in UTC
    placed_on date NOT NULL,
    "state;of" text NOT NULL DEFAULT 'new;',
    note text CHECK (note <> 'it''s; nothing'),
    PRIMARY KEY (id, placed_on)
) PARTITION BY RANGE (placed_on);

/* one month is enough for a sample; the others
   are made by the function below */
CREATE TABLE orders_2025_11 PARTITION OF orders FOR VALUES FROM ('2025-11-01') TO ('2025-12-01');

-- +goose StatementBegin
-- Sets the day of an order.
CREATE OR REPLACE FUNCTION set_order_day() RETURNS trigger AS $function$
DECLARE
    pattern text := E'it\'s;';
BEGIN
    -- +goose is never read in here; nor is $$
    NEW.placed_on := (NEW.placed_at AT TIME ZONE 'UTC')::date;
    EXECUTE format($$SELECT %L;$$, pattern);
    RETURN NEW;
END;
$function$ LANGUAGE plpgsql;
-- +goose StatementEnd

CREATE TRIGGER set_order_day BEFORE INSERT ON orders
    FOR EACH ROW EXECUTE FUNCTION set_order_day();

-- +goose StatementBegin
DO $$
BEGIN
    IF EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'clerk') THEN
        GRANT SELECT ON orders TO clerk;
    END IF;
END
$$;
-- +goose StatementEnd

CREATE OR REPLACE FUNCTION order_label(o orders) RETURNS text
    LANGUAGE sql STABLE
BEGIN ATOMIC
    SELECT CASE WHEN o.note IS NULL THEN 'none' ELSE CASE o.note WHEN '' THEN ';' ELSE o.note END END;
END;

COMMENT ON TABLE orders IS 'One row for each order; '
    -- a comment between two halves of a string; it's fine
    'never deleted.';

INSERT INTO orders (placed_at, note) VALUES
    ('2025-11-03 10:00:00+00', 'first'),
    ('2025-11-04 10:00:00+00', E'second\\');

-- +goose Down

DROP FUNCTION order_label(orders);
DROP TABLE orders; -- its trigger goes with it
-- +goose StatementBegin
DROP FUNCTION set_order_day();
-- +goose StatementEnd
