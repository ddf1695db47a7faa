CREATE ROLE flyway_reporting;
CREATE EXTENSION pg_stat_statements;
