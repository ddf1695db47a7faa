package io.e2e.migrations.dialect;

import io.e2e.migrations.config.MigrationFormat;
import io.e2e.migrations.script.MigrationScript;
import io.e2e.migrations.script.ScriptSyntaxException;
import io.e2e.migrations.script.SqlScript;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads SQL files whose names begin with a number. Without marks, all of a file is executed. */
public final class PlainReader {

    private static final Pattern NAME = Pattern.compile("(?:.*/)?([0-9]+(?:[._][0-9]+)*)[_.-]?(.*)\\.sql");

    private PlainReader() {}

    /** Reads the files of all locations. */
    public static ForeignCatalog read(List<MigrationFile> files) {
        List<ForeignMigration> migrations = new ArrayList<>();
        List<String> problems = new ArrayList<>();
        for (MigrationFile file :
                files.stream().sorted(Comparator.comparing(MigrationFile::name)).toList()) {
            Matcher name = NAME.matcher(file.name());
            if (!name.matches()) {
                problems.add(file.origin() + ": the name does not begin with a number");
                continue;
            }
            try {
                migrations.add(new ForeignMigration(
                        file,
                        file.name(),
                        name.group(1).replace('_', '.'),
                        name.group(2),
                        false,
                        new MigrationScript(SqlScript.split(file.text()), List.of(), true),
                        file.text()));
            } catch (ScriptSyntaxException ex) {
                problems.add(file.name() + ": line " + ex.line() + ": " + ex.problem());
            }
        }
        return new ForeignCatalog(MigrationFormat.PLAIN, migrations, List.of(), problems);
    }
}
