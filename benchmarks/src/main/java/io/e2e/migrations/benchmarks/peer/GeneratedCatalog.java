package io.e2e.migrations.benchmarks.peer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Catalogs of any size: nine of ten migrations make a table with an index, the tenth alters the table before it. */
public final class GeneratedCatalog {

    private static final int ALTERING = 10;

    private GeneratedCatalog() {}

    /** Writes so many files. */
    public static void write(Path directory, int migrations) throws IOException {
        for (int number = 1; number <= migrations; number++) {
            String name = "%05d_things.sql".formatted(number);
            Files.writeString(directory.resolve(name), number % ALTERING == 0 ? altering(number) : creating(number));
        }
    }

    private static String creating(int number) {
        return """
                -- name: things_%1$d
                -- description: One of many tables.
                -- groups: hundred_%2$d
                -- creates: table things_%1$d
                -- creates: index idx_things_%1$d on things_%1$d

                -- +goose Up
                CREATE TABLE things_%1$d (id bigint PRIMARY KEY, name text NOT NULL, made timestamptz DEFAULT now());
                CREATE INDEX idx_things_%1$d ON things_%1$d (name);

                -- +goose Down
                DROP TABLE things_%1$d;
                """.formatted(number, number / 100);
    }

    private static String altering(int number) {
        return """
                -- name: more_things_%1$d
                -- description: Shapes the table before it.
                -- groups: hundred_%3$d
                -- alters: table things_%2$d (more)

                -- +goose Up
                ALTER TABLE things_%2$d ADD COLUMN more text;

                -- +goose Down
                ALTER TABLE things_%2$d DROP COLUMN more;
                """.formatted(number, number - 1, number / 100);
    }
}
