-- name: tens
-- description: Changes the sequence, and so what the table takes from it.
-- alters: sequence orders_seq, table orders (id)

-- +goose Up
ALTER SEQUENCE orders_seq INCREMENT BY 10;

-- +goose Down
ALTER SEQUENCE orders_seq INCREMENT BY 1;
