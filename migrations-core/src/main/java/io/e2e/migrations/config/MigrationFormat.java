package io.e2e.migrations.config;

/** The format of a catalog: whose file names and marks its files have. {@code toString} is the name in messages. */
public enum MigrationFormat {
    /** What the files look like. The default. */
    AUTO("any format"),
    /** Our own: {@code NNN_name.sql}, with facts in a header and goose's annotations. */
    HEADERS("e2e-migrations"),
    /** Flyway: {@code V1.2__name.sql}, {@code R__name.sql}, {@code U1.2__name.sql}. */
    FLYWAY("Flyway"),
    /** goose: {@code 1_name.sql} with {@code -- +goose Up}. */
    GOOSE("goose"),
    /** golang-migrate: {@code 1_name.up.sql}, {@code 1_name.down.sql}. */
    GOLANG_MIGRATE("golang-migrate"),
    /** sqlx: {@code 1_name.sql}, or {@code 1_name.up.sql} and {@code 1_name.down.sql}. */
    SQLX("sqlx"),
    /** dbmate: {@code 1_name.sql} with {@code -- migrate:up}. */
    DBMATE("dbmate"),
    /** sql-migrate: {@code 1-name.sql} with {@code -- +migrate Up}. */
    SQL_MIGRATE("sql-migrate"),
    /** Liquibase: SQL files that begin with {@code --liquibase formatted sql}, in the order of a master list. */
    LIQUIBASE("Liquibase"),
    /** A directory for each migration: {@code NAME/up.sql}, {@code NAME/down.sql}, as of Diesel and Prisma. */
    DIRECTORIES("a directory for each migration"),
    /** SQL files without marks, in the order of their numbers and names. */
    PLAIN("plain SQL files");

    private final String label;

    MigrationFormat(String label) {
        this.label = label;
    }

    @Override
    public String toString() {
        return this.label;
    }
}
