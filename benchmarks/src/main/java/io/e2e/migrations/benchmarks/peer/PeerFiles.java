package io.e2e.migrations.benchmarks.peer;

import io.e2e.migrations.catalog.Migration;
import io.e2e.migrations.catalog.MigrationCatalog;
import io.e2e.migrations.script.SqlStatement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The same SQL, named and listed as the peers want it: only what applies, as they know no Down sections. In the order of
 * the catalog.
 *
 * @param directory where the files lie, named as Flyway wants them
 * @param names the files' names
 * @param scripts what each file holds
 */
public record PeerFiles(Path directory, List<String> names, List<String> scripts) {

    static final String CHANGELOG = "changelog.xml";

    public PeerFiles {
        names = List.copyOf(names);
        scripts = List.copyOf(scripts);
    }

    /** Writes them. */
    public static PeerFiles write(MigrationCatalog catalog, Path directory) throws IOException {
        List<Migration> migrations = catalog.migrations();
        StringBuilder changelog = new StringBuilder("""
                <databaseChangeLog xmlns="http://www.liquibase.org/xml/ns/dbchangelog"
                    xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
                    xsi:schemaLocation="http://www.liquibase.org/xml/ns/dbchangelog
                        http://www.liquibase.org/xml/ns/dbchangelog/dbchangelog-latest.xsd">
                """);
        for (Migration migration : migrations) {
            String file = name(migration);
            Files.writeString(directory.resolve(file), script(migration));
            changelog.append("""
                    <changeSet id="%s" author="e2e"><sqlFile path="%s" relativeToChangelogFile="true" splitStatements="false"/></changeSet>
                    """.formatted(migration.version().text(), file));
        }
        Files.writeString(directory.resolve(CHANGELOG), changelog.append("</databaseChangeLog>\n"));
        return new PeerFiles(
                directory,
                migrations.stream().map(PeerFiles::name).toList(),
                migrations.stream().map(PeerFiles::script).toList());
    }

    private static String name(Migration migration) {
        return "V" + migration.version().text() + "__" + migration.name() + ".sql";
    }

    private static String script(Migration migration) {
        return migration.script().up().stream().map(SqlStatement::text).collect(Collectors.joining(";\n", "", ";\n"));
    }
}
