-- name: names
-- description: Gives a sequence, a domain and a composite type other names.
-- creates: sequence bills_seq, type mail_address, place
-- drops: sequence invoices_seq, type email, address
-- alters: table orders (mail)
-- requires: role clerk

-- +goose Up
ALTER SEQUENCE invoices_seq RENAME TO bills_seq;
ALTER DOMAIN email RENAME TO mail_address;
ALTER TYPE address RENAME TO place;

-- +goose Down
ALTER TYPE place RENAME TO address;
ALTER DOMAIN mail_address RENAME TO email;
ALTER SEQUENCE bills_seq RENAME TO invoices_seq;
