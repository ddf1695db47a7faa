-- name: audit_events_partitions
-- description: The monthly partitions of audit_events around today.
-- groups: audit
-- creates: partition audit_events_####_## of audit_events
-- input: partitions_from, partitions_through
-- repeatable: true
--
-- Months pass, and a row of a month without a partition is refused; so this file runs again whenever the months it is
-- given change. Both inputs are first days of months, and both months are included. Without them it covers the previous
-- month through three months ahead, in UTC like event_date itself. It only ever adds: a month that has its partition is
-- left alone.
--
-- What counts is being a partition of audit_events, not merely a relation of the right name. A plain table of that name
-- is what a detached month leaves behind, and skipping it would leave a hole that shows up only at the first insert.
--
-- Down detaches each month before it drops it. Dropping alone is refused, since the reference of an event to its parent
-- depends on every partition, and CASCADE would silently take that foreign key away from the whole table.

-- +goose Up
-- +goose StatementBegin
DO $$
DECLARE
    parent CONSTANT regclass := 'audit_events';
    home CONSTANT text := (SELECT relnamespace::regnamespace FROM pg_class WHERE oid = parent);
    this_month CONSTANT timestamp := date_trunc('month', now() AT TIME ZONE 'UTC');
    first_month CONSTANT timestamp := coalesce(
        nullif(current_setting('e2e_migrations.partitions_from', true), '')::timestamp,
        this_month - interval '1 month');
    last_month CONSTANT timestamp := coalesce(
        nullif(current_setting('e2e_migrations.partitions_through', true), '')::timestamp,
        this_month + interval '3 months');
    month timestamp;
    partition_name text;
BEGIN
    IF date_trunc('month', first_month) <> first_month OR date_trunc('month', last_month) <> last_month
        OR first_month > last_month
    THEN
        RAISE EXCEPTION 'there are no whole months from % through %', first_month, last_month
            USING HINT = 'partitions_from and partitions_through are the first days of two months, in order.';
    END IF;

    FOR month IN SELECT generate_series(first_month, last_month, interval '1 month') LOOP
        partition_name := to_char(month, '"audit_events_"YYYY_MM');

        CONTINUE WHEN EXISTS (
            SELECT
            FROM pg_inherits
            JOIN pg_class ON pg_class.oid = pg_inherits.inhrelid
            WHERE pg_inherits.inhparent = parent AND pg_class.relname = partition_name
        );

        IF to_regclass(format('%s.%I', home, partition_name)) IS NOT NULL THEN
            RAISE EXCEPTION 'relation % exists, but is no partition of audit_events', partition_name
                USING HINT = 'Attach it to audit_events, or rename or drop it, and run this migration again.';
        END IF;

        EXECUTE format('CREATE TABLE %s.%I PARTITION OF %s FOR VALUES FROM (%L) TO (%L)',
            home, partition_name, parent, month::date, (month + interval '1 month')::date);
    END LOOP;
END;
$$;
-- +goose StatementEnd

-- +goose Down
-- +goose StatementBegin
DO $$
DECLARE
    parent CONSTANT regclass := 'audit_events';
    made_by_013 CONSTANT text[] := ARRAY[
        'audit_events_2025_11', 'audit_events_2025_12', 'audit_events_2026_01', 'audit_events_2026_02'];
    partition_name text;
    has_rows boolean;
BEGIN
    LOCK TABLE audit_events IN ACCESS EXCLUSIVE MODE;

    FOR partition_name IN
        SELECT pg_class.oid::regclass
        FROM pg_inherits
        JOIN pg_class ON pg_class.oid = pg_inherits.inhrelid
        WHERE pg_inherits.inhparent = parent
            AND pg_class.relname ~ '^audit_events_[0-9]{4}_[0-9]{2}$'
            AND pg_class.relname <> ALL (made_by_013)
        ORDER BY pg_class.relname
    LOOP
        EXECUTE format('SELECT EXISTS (SELECT FROM %s)', partition_name) INTO has_rows;
        IF has_rows THEN
            RAISE EXCEPTION 'partition % has rows and is not dropped', partition_name
                USING HINT = 'Delete or move its rows first, or leave this migration in place.';
        END IF;

        EXECUTE format('ALTER TABLE %s DETACH PARTITION %s', parent, partition_name);
        EXECUTE format('DROP TABLE %s', partition_name);
    END LOOP;
END;
$$;
-- +goose StatementEnd
