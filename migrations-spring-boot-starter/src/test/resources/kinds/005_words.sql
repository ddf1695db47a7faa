-- name: words
-- description: Changes each of the types, and so what the columns of two of them hold.
-- alters: type mood, email, address, table orders (mood, moods, mail)

-- +goose Up
ALTER TYPE mood RENAME VALUE 'ok' TO 'fine';
ALTER DOMAIN email DROP DEFAULT;
ALTER TYPE address ADD ATTRIBUTE town text;

-- +goose Down
ALTER TYPE address DROP ATTRIBUTE town;
ALTER DOMAIN email SET DEFAULT 'nobody@example.org';
ALTER TYPE mood RENAME VALUE 'fine' TO 'ok';
