--liquibase formatted sql

--changeset consumer:1
CREATE TABLE mine (id BIGINT);
