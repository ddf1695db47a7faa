-- name: sequences
-- description: Sequences that stand alone.
-- groups: numbers
-- creates: sequence orders_seq, invoices_seq

-- +goose Up
CREATE SEQUENCE orders_seq;
CREATE SEQUENCE invoices_seq AS integer START 100 MAXVALUE 999 CYCLE;
COMMENT ON SEQUENCE invoices_seq IS 'one series a year';

-- +goose Down
DROP SEQUENCE invoices_seq;
DROP SEQUENCE orders_seq;
