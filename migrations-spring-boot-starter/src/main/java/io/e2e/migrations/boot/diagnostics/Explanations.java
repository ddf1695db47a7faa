package io.e2e.migrations.boot.diagnostics;

import io.e2e.migrations.boot.diagnostics.DatabaseErrorExplainer.Explanation;
import io.e2e.migrations.catalog.Migration;
import java.util.List;

/** The texts of {@link DatabaseErrorExplainer}. */
final class Explanations {

    private Explanations() {}

    static Explanation unselected(String name, Migration creator, String entry, List<String> tables) {
        return new Explanation(
                name + " does not exist in this database: " + creator.file()
                        + " creates it, and the selected tables do not need that migration.",
                "Add " + entry + " to e2e.migrations.tables (now " + String.join(", ", tables)
                        + "), or to the tables of @E2eMigrations if the test class has it.");
    }

    static Explanation manual(String name, Migration creator) {
        return new Explanation(
                name + " does not exist yet: " + creator.file()
                        + " creates it, but e2e.migrations.apply=manual applies nothing when the context starts.",
                "Set e2e.migrations.apply=startup, or call MigrationService.applyMigrations() before " + name
                        + " is used.");
    }

    static Explanation elsewhere(String name, Migration creator, List<String> schemas) {
        return new Explanation(
                creator.file() + " created " + name + " in the schema " + String.join(", ", schemas)
                        + ", but it was not found: it was dropped since, or the connection leads to another schema or"
                        + " database.",
                "Check the application's search path (spring.datasource.hikari.schema, currentSchema in the URL,"
                        + " spring.jpa.properties.hibernate.default_schema) against e2e.migrations.schema, and whether"
                        + " another DataSource is used.");
    }

    static Explanation otherColumns(String name, Migration creator) {
        return new Explanation(
                name + " exists and has its final form, which " + creator.file()
                        + " and the later migrations give it, but the application expects other columns.",
                "Correct the query or the mapping of the entity (the name and the type in @Column, the naming strategy),"
                        + " or add the column in a new migration.");
    }

    static Explanation unknown(String name, List<String> locations, List<String> nearest) {
        return new Explanation(
                name + " does not exist in this database, and no migration of " + String.join(", ", locations)
                        + " creates it."
                        + (nearest.isEmpty() ? "" : " Similar names there: " + String.join(", ", nearest) + "."),
                "If Flyway, Liquibase, schema.sql or Hibernate (spring.jpa.hibernate.ddl-auto) creates it, let that run in"
                        + " this test, and before " + name + " is used. If migrations of your own create it, add their"
                        + " directory to e2e.migrations.locations.");
    }

    static Explanation denied(String name) {
        return new Explanation(
                "The application connects as a role that has no right to use " + name
                        + ", which belongs to the role that applied the migrations.",
                "Let the application connect as that role (spring.datasource.username, e2e.migrations.postgres-user), or"
                        + " grant its role the rights, as in GRANT SELECT, INSERT, UPDATE, DELETE ON " + name
                        + " TO the role.");
    }
}
