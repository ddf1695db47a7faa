-- name: orders
-- description: A table that uses them, and has sequences and types that are its own.
-- creates: table orders
-- requires: sequence orders_seq, type mood, type email

-- +goose Up
CREATE TABLE orders (
    id       bigint PRIMARY KEY DEFAULT nextval('orders_seq'),
    position serial,
    line     bigint GENERATED ALWAYS AS IDENTITY,
    mood     mood,
    moods    mood[],
    mail     email);

-- +goose Down
DROP TABLE orders;
