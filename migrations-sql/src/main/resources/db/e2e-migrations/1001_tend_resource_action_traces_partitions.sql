-- name: resource_action_traces_partitions
-- description: The monthly partitions of resource_action_traces around today.
-- groups: action-history
-- creates: partition resource_action_traces_y####m## of resource_action_traces
-- input: partitions_from, partitions_through
-- repeatable: true
--
-- A trace of a month without a partition is refused, so this file runs again whenever the months it is given change.
-- Both inputs are first days of months, and both months are included. Without them it covers the previous month through
-- three months ahead, in UTC. It only ever adds: a month that has its partition is left alone.
--
-- The table is partitioned by a moment, not by a date, so the bounds carry their offset: without it they would mean
-- midnight wherever the session happens to be, and two sessions would make months that overlap.
--
-- What counts is being a partition of resource_action_traces, not merely a relation of the right name. A plain table of
-- that name is what a detached month leaves behind, and skipping it would leave a hole that shows up only at the first
-- insert.

-- +goose Up
-- +goose StatementBegin
DO $$
DECLARE
    parent CONSTANT regclass := 'resource_action_traces';
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
        partition_name := to_char(month, '"resource_action_traces_y"YYYY"m"MM');

        CONTINUE WHEN EXISTS (
            SELECT
            FROM pg_inherits
            JOIN pg_class ON pg_class.oid = pg_inherits.inhrelid
            WHERE pg_inherits.inhparent = parent AND pg_class.relname = partition_name
        );

        IF to_regclass(format('%s.%I', home, partition_name)) IS NOT NULL THEN
            RAISE EXCEPTION 'relation % exists, but is no partition of resource_action_traces', partition_name
                USING HINT = 'Attach it to resource_action_traces, or rename or drop it, and run this migration again.';
        END IF;

        EXECUTE format('CREATE TABLE %s.%I PARTITION OF %s FOR VALUES FROM (%L) TO (%L)',
            home, partition_name, parent,
            to_char(month, 'YYYY-MM-DD HH24:MI:SS"+00"'),
            to_char(month + interval '1 month', 'YYYY-MM-DD HH24:MI:SS"+00"'));
    END LOOP;
END;
$$;
-- +goose StatementEnd

-- +goose Down
-- +goose StatementBegin
DO $$
DECLARE
    parent CONSTANT regclass := 'resource_action_traces';
    made_by_001 CONSTANT text[] := ARRAY[
        'resource_action_traces_y2025m07', 'resource_action_traces_y2025m08', 'resource_action_traces_y2025m09',
        'resource_action_traces_y2025m10', 'resource_action_traces_y2025m11', 'resource_action_traces_y2025m12',
        'resource_action_traces_y2026m01', 'resource_action_traces_y2026m02'];
    partition_name text;
    has_rows boolean;
BEGIN
    LOCK TABLE resource_action_traces IN ACCESS EXCLUSIVE MODE;

    FOR partition_name IN
        SELECT pg_class.oid::regclass
        FROM pg_inherits
        JOIN pg_class ON pg_class.oid = pg_inherits.inhrelid
        WHERE pg_inherits.inhparent = parent
            AND pg_class.relname ~ '^resource_action_traces_y[0-9]{4}m[0-9]{2}$'
            AND pg_class.relname <> ALL (made_by_001)
        ORDER BY pg_class.relname
    LOOP
        EXECUTE format('SELECT EXISTS (SELECT FROM %s)', partition_name) INTO has_rows;
        IF has_rows THEN
            RAISE EXCEPTION 'partition % has rows and is not dropped', partition_name
                USING HINT = 'Delete or move its rows first, or leave this migration in place.';
        END IF;

        EXECUTE format('DROP TABLE %s', partition_name);
    END LOOP;
END;
$$;
-- +goose StatementEnd
