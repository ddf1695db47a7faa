package io.e2e.migrations.dialect;

import io.e2e.migrations.config.MigrationFormat;
import java.util.List;

/**
 * What was made of the files of all locations.
 *
 * @param format the format of the files
 * @param because what the format was found by; empty if it was configured
 * @param migrations the migrations in the order in which their tool runs them
 * @param leftOut the files that {@code e2e.migrations.leave-out} leaves out
 * @param ignored the SQL files that the tool does not take for migrations
 * @param notSql the migrations that only the tool can run
 * @param problems what is wrong with files, each beginning with the file
 */
public record ForeignCatalog(
        MigrationFormat format,
        String because,
        List<ForeignMigration> migrations,
        List<String> leftOut,
        List<String> ignored,
        List<String> notSql,
        List<String> problems) {

    public ForeignCatalog {
        migrations = List.copyOf(migrations);
        leftOut = List.copyOf(leftOut);
        ignored = List.copyOf(ignored);
        notSql = List.copyOf(notSql);
        problems = List.copyOf(problems);
    }
}
