CREATE TABLE shipping_rates (
    country char(2) PRIMARY KEY,
    cents bigint NOT NULL CHECK (cents >= 0)
);

INSERT INTO shipping_rates VALUES ('DE', 490), ('FR', 690), ('NL', 590);
