CREATE TABLE order_lines (
    order_id bigint NOT NULL REFERENCES orders ON DELETE CASCADE,
    article text NOT NULL,
    quantity integer NOT NULL CHECK (quantity > 0),
    cents bigint NOT NULL CHECK (cents >= 0),
    PRIMARY KEY (order_id, article)
);
