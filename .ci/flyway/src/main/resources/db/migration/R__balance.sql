CREATE OR REPLACE VIEW balance AS SELECT coalesce(sum(cents), 0) AS cents FROM entries;
