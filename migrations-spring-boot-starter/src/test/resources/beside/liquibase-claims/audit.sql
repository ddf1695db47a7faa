--liquibase formatted sql

--changeset consumer:1
CREATE TABLE audit_events (id BIGINT PRIMARY KEY);
