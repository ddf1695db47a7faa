package io.e2e.migrations.dialect;

import io.e2e.migrations.config.MigrationFormat;
import io.e2e.migrations.script.ScriptEvent;
import io.e2e.migrations.script.ScriptSyntaxException;
import io.e2e.migrations.script.SqlStatement;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.regex.Pattern;

/** Runs the commands of psql that mean the same without psql, and follows those that read another file. */
final class Includes {

    /** What changes the output of psql, or what the server is told in another way. */
    private static final Pattern HARMLESS = Pattern.compile(
            "restrict|unrestrict|echo|qecho|warn|timing|pset|set|unset|errverbose|conninfo|[atxHfCT]|d\\S*|l|z");

    private static final Pattern FOLLOWED = Pattern.compile("i|ir|include|include_relative");

    private final SourceFiles files;
    private final Placeholders placeholders;
    private final Deque<String> open = new ArrayDeque<>();

    Includes(SourceFiles files, Placeholders placeholders) {
        this.files = files;
        this.placeholders = placeholders;
    }

    /** The statements that a command stands for; each has the line of the command. */
    List<SqlStatement> run(MigrationFile file, ScriptEvent.PsqlCommand command) {
        String[] words = command.text().substring(1).strip().split("\\s+", 2);
        String argument = words.length > 1 ? words[1].strip() : "";
        // A backslash in a line begins another command, or SQL.
        boolean single = argument.indexOf('\\') < 0;
        if (single && FOLLOWED.matcher(words[0]).matches()) {
            return include(file, command, unquoted(argument));
        }
        if (!single || !HARMLESS.matcher(words[0]).matches()) {
            throw new ScriptSyntaxException(
                    "\\" + words[0] + " is a psql command that only psql can run; write it in SQL, or remove it",
                    command.line());
        }
        return List.of();
    }

    /** The files that a file reads. */
    List<MigrationFile> included(ScannedFile scanned) {
        return scanned.events().stream()
                .filter(ScriptEvent.PsqlCommand.class::isInstance)
                .map(command -> ((ScriptEvent.PsqlCommand) command)
                        .text()
                        .substring(1)
                        .strip()
                        .split("\\s+", 2))
                .filter(words -> words.length == 2 && FOLLOWED.matcher(words[0]).matches())
                .flatMap(words -> this.files.relative(scanned.file(), unquoted(words[1])).stream())
                .toList();
    }

    private static String unquoted(String argument) {
        return argument.strip().replaceAll("^['\"]|['\"]$", "");
    }

    private List<SqlStatement> include(MigrationFile file, ScriptEvent.PsqlCommand command, String target) {
        MigrationFile included = this.files
                .relative(file, target)
                .orElseThrow(() -> new ScriptSyntaxException(
                        command.text() + ": there is no such file beside " + file.origin(), command.line()));
        if (this.open.contains(included.origin())) {
            throw new ScriptSyntaxException(command.text() + ": the files include each other", command.line());
        }
        this.open.push(included.origin());
        try {
            ScannedFile scanned = ScannedFile.of(included, this.placeholders);
            List<SqlStatement> statements = new ArrayList<>();
            ScriptReader.read(scanned, MigrationFormat.PLAIN, this)
                    .up()
                    .forEach(statement -> statements.add(new SqlStatement(statement.text(), command.line())));
            return statements;
        } catch (ScriptSyntaxException ex) {
            throw new ScriptSyntaxException(
                    command.text() + ": line " + ex.line() + " there: " + ex.problem(), command.line());
        } finally {
            this.open.pop();
        }
    }
}
