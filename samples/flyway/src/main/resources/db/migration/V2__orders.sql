CREATE TABLE orders (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    customer_id bigint NOT NULL REFERENCES customers,
    country char(2) NOT NULL,
    placed_at timestamptz NOT NULL DEFAULT now()
);
