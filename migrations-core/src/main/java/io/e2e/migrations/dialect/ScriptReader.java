package io.e2e.migrations.dialect;

import io.e2e.migrations.config.MigrationFormat;
import io.e2e.migrations.script.MigrationScript;
import io.e2e.migrations.script.ScriptEvent;
import io.e2e.migrations.script.ScriptSyntaxException;
import io.e2e.migrations.script.SqlStatement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Makes a script of what a file contains, by the marks of one format. A mark of another format is refused, and so is a
 * statement after a mark that we do not read: nothing that reverts a migration is applied. An instance reads one file.
 *
 * <p>Sources: <a href="https://pressly.github.io/goose/documentation/annotations">goose, annotations</a>; <a
 * href="https://github.com/amacneil/dbmate#creating-migrations">dbmate, creating migrations</a>; <a
 * href="https://github.com/rubenv/sql-migrate#writing-migrations">sql-migrate, writing migrations</a>.
 */
final class ScriptReader {

    private static final Set<MigrationFormat> MARKED =
            Set.of(MigrationFormat.GOOSE, MigrationFormat.DBMATE, MigrationFormat.SQL_MIGRATE);

    private static final Pattern SET = Pattern.compile("\\\\set\\s+(\\w+)(\\s.*)?");

    private final MigrationFormat format;
    private final Includes includes;
    private final MigrationFile file;
    private final List<SqlStatement> up = new ArrayList<>();
    private final List<SqlStatement> down = new ArrayList<>();
    private @Nullable List<SqlStatement> section;
    private @Nullable List<SqlStatement> block;
    private ScriptEvent.@Nullable Comment reverts;
    private final Set<String> variables = new HashSet<>();
    private boolean transactional = true;
    private int blockLine;

    ScriptReader(MigrationFormat format, MigrationFile file, Includes includes) {
        this.format = format;
        this.file = file;
        this.includes = includes;
        this.section = MARKED.contains(format) ? null : this.up;
    }

    /**
     * Reads a file.
     *
     * @throws ScriptSyntaxException if a mark is not of the format, or misplaced
     */
    static MigrationScript read(ScannedFile scanned, MigrationFormat format, Includes includes) {
        if (scanned.problem() != null) {
            throw scanned.problem();
        }
        return new ScriptReader(format, scanned.file(), includes).read(scanned.events());
    }

    MigrationScript read(List<ScriptEvent> events) {
        events.forEach(this::accept);
        if (this.block != null) {
            throw new ScriptSyntaxException("the block that begins here is not ended", this.blockLine);
        }
        if (this.section == null) {
            throw new ScriptSyntaxException(
                    "the file has no mark of " + this.format + " that begins its Up section", 1);
        }
        return new MigrationScript(this.up, this.down, this.transactional);
    }

    private void accept(ScriptEvent event) {
        if (event instanceof ScriptEvent.Statement statement) {
            add(statement.statement());
        } else if (event instanceof ScriptEvent.CopiedRows rows) {
            CopyRows.inserts(rows).forEach(this::add);
        } else if (event instanceof ScriptEvent.PsqlCommand command) {
            Matcher variable = SET.matcher(command.text());
            if (variable.matches()) {
                this.variables.add(variable.group(1));
            }
            this.includes.run(this.file, command).forEach(this::add);
        } else if (event instanceof ScriptEvent.Comment comment) {
            ToolMark.of(comment).ifPresentOrElse(this::apply, () -> note(comment));
        }
    }

    private void note(ScriptEvent.Comment comment) {
        // Liquibase cuts its files itself, and runs all of any other.
        if (this.section != this.down && this.format != MigrationFormat.LIQUIBASE && RevertMark.isMark(comment)) {
            this.reverts = comment;
        }
    }

    private void add(SqlStatement statement) {
        if (this.section == null) {
            throw new ScriptSyntaxException(
                    "SQL before the mark of " + this.format + " that begins the Up section", statement.line());
        }
        if (this.reverts != null) {
            throw new ScriptSyntaxException(
                    "\"" + this.reverts.text().strip() + "\" looks as if it begins what reverts the migration, and the"
                            + " statement on line " + statement.line() + " follows it; nothing that reverts is applied,"
                            + " so move it to another file, or reword the comment",
                    this.reverts.line());
        }
        this.variables.forEach(variable -> refuseUse(variable, statement));
        (this.block == null ? this.section : this.block).add(statement);
    }

    /** psql would put the value there. */
    private static void refuseUse(String variable, SqlStatement statement) {
        Pattern use = Pattern.compile("(?<![:\\w]):(\\Q" + variable + "\\E\\b|'\\Q" + variable + "\\E'|\"\\Q" + variable + "\\E\")");
        Matcher found = use.matcher(statement.text());
        if (found.find()) {
            throw new ScriptSyntaxException(
                    found.group() + " is a variable of psql, which is not replaced; write ${" + variable
                            + "} with e2e.migrations.placeholders." + variable,
                    statement.line());
        }
    }

    private void apply(ToolMark mark) {
        if (mark.format() != this.format) {
            throw refused(
                    mark, "is a mark of " + mark.format() + ", but the files are read as those of " + this.format);
        }
        if (!mark.comment().atLineStart() && this.format != MigrationFormat.LIQUIBASE) {
            throw refused(
                    mark, "must be at the very start of its line, because " + this.format + " looks for it there");
        }
        switch (mark.kind()) {
            case CHANGESET -> note(mark.comment());
            case UP -> begin(mark, this.up);
            case DOWN -> begin(mark, this.down);
            case NO_TRANSACTION -> this.transactional = false;
            case STATEMENT_BEGIN -> beginBlock(mark);
            case STATEMENT_END -> endBlock(mark);
            default -> throw refused(mark, unknown(mark));
        }
    }

    private static String unknown(ToolMark mark) {
        return mark.comment().text().contains("ENVSUB")
                ? "is not supported: environment variables are never inserted into SQL; write the value, or"
                        + " ${name} with e2e.migrations.placeholders.name"
                : "is not a mark that " + mark.format() + " knows";
    }

    private void begin(ToolMark mark, List<SqlStatement> begun) {
        if (this.block != null) {
            throw refused(mark, "is inside of the block of line " + this.blockLine);
        }
        boolean second = begun == this.up ? this.section != null : this.section != this.up;
        // sql-migrate goes on with the section; the other tools refuse what is out of order.
        if (second && this.format != MigrationFormat.SQL_MIGRATE) {
            throw refused(mark, begun == this.up ? "begins a second Up section" : "does not follow an Up section");
        }
        this.section = begun;
        if (begun == this.up) {
            List<String> words = List.of(mark.options().split("\\s+"));
            this.transactional &= !words.contains("transaction:false") && !words.contains("notransaction");
        }
    }

    private void beginBlock(ToolMark mark) {
        if (this.block != null) {
            throw refused(mark, "is inside of the block of line " + this.blockLine);
        }
        this.block = new ArrayList<>();
        this.blockLine = mark.comment().line();
    }

    /** A block is sent as one, which matters if no transaction is around it. */
    private void endBlock(ToolMark mark) {
        List<SqlStatement> ended = this.block;
        if (ended == null) {
            throw refused(mark, "ends no block");
        }
        this.block = null;
        if (ended.size() < 2) {
            ended.forEach(this::add);
        } else {
            String text = ended.stream().map(SqlStatement::text).collect(Collectors.joining(";\n"));
            add(new SqlStatement(text, ended.get(0).line()));
        }
    }

    private static ScriptSyntaxException refused(ToolMark mark, String why) {
        return new ScriptSyntaxException(
                "\"" + mark.comment().text().strip() + "\" " + why,
                mark.comment().line());
    }
}
