CREATE TYPE state AS ENUM ('open', 'paid');
CREATE TABLE orders (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    customer bigint NOT NULL REFERENCES customers,
    state state DEFAULT 'open' NOT NULL
);
