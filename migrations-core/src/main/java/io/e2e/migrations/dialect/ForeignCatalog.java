package io.e2e.migrations.dialect;

import io.e2e.migrations.config.MigrationFormat;
import java.util.List;

/**
 * What a reader made of the files of all locations.
 *
 * @param format the format of the files
 * @param migrations the migrations; those of the same version are in the order of their tool
 * @param leftOut the files that a setting leaves out
 * @param problems what is wrong; nothing may run if there is anything
 */
public record ForeignCatalog(
        MigrationFormat format, List<ForeignMigration> migrations, List<String> leftOut, List<String> problems) {

    public ForeignCatalog {
        migrations = List.copyOf(migrations);
        leftOut = List.copyOf(leftOut);
        problems = List.copyOf(problems);
    }
}
