--liquibase formatted sql

--changeset warehouse:parts
CREATE TABLE parts (
    number text PRIMARY KEY,
    minimum integer NOT NULL CHECK (minimum >= 0)
);
--rollback DROP TABLE parts;

--changeset warehouse:first-parts
INSERT INTO parts VALUES ('bolt', 100), ('nut', 100), ('washer', 500);
--rollback DELETE FROM parts;
