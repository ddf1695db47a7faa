package io.e2e.migrations.dialect;

import io.e2e.migrations.config.MigrationFormat;
import io.e2e.migrations.script.ScriptEvent;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A comment that says something to a migration tool.
 *
 * @param format whose mark it is
 * @param kind what it says
 * @param options the words after it
 * @param comment the comment
 */
record ToolMark(MigrationFormat format, Kind kind, String options, ScriptEvent.Comment comment) {

    enum Kind {
        UP,
        DOWN,
        STATEMENT_BEGIN,
        STATEMENT_END,
        NO_TRANSACTION,
        CHANGESET,
        UNKNOWN
    }

    private static final Pattern GOOSE = Pattern.compile("--\\s*\\+goose\\b\\s*(.*)", Pattern.CASE_INSENSITIVE);
    private static final Pattern SQL_MIGRATE = Pattern.compile("--\\s*\\+migrate\\b\\s*(\\S*)\\s*(.*)");
    private static final Pattern DBMATE = Pattern.compile("--\\s*migrate:(\\w*)\\s*(.*)");
    private static final Pattern LIQUIBASE =
            Pattern.compile("--\\s*(liquibase formatted sql|changeset\\s+[^\\s:]+:\\S+).*", Pattern.CASE_INSENSITIVE);

    /** The first characters of all marks, which most comments do not have. */
    private static final String FIRST = "+mlLcC";

    /** The mark that a comment is; empty if it is none that we read. */
    static Optional<ToolMark> of(ScriptEvent.Comment comment) {
        String text = comment.text().stripTrailing();
        String words = text.substring(2).stripLeading();
        if (words.isEmpty() || FIRST.indexOf(words.charAt(0)) < 0) {
            return Optional.empty();
        }
        Matcher goose = GOOSE.matcher(text);
        if (goose.matches()) {
            return Optional.of(new ToolMark(MigrationFormat.GOOSE, gooseKind(goose.group(1)), "", comment));
        }
        Matcher sqlMigrate = SQL_MIGRATE.matcher(text);
        if (sqlMigrate.matches()) {
            Kind kind = sqlMigrateKind(sqlMigrate.group(1));
            return Optional.of(new ToolMark(MigrationFormat.SQL_MIGRATE, kind, sqlMigrate.group(2), comment));
        }
        Matcher dbmate = DBMATE.matcher(text);
        if (dbmate.matches()) {
            return Optional.of(
                    new ToolMark(MigrationFormat.DBMATE, upOrDown(dbmate.group(1)), dbmate.group(2), comment));
        }
        return LIQUIBASE.matcher(text).matches()
                ? Optional.of(new ToolMark(MigrationFormat.LIQUIBASE, Kind.CHANGESET, "", comment))
                : Optional.empty();
    }

    /** Whether a comment ends a statement that has no semicolon. */
    static boolean endsStatement(ScriptEvent.Comment comment) {
        return comment.atLineStart()
                && of(comment)
                        .filter(mark -> mark.kind != Kind.STATEMENT_BEGIN && mark.kind != Kind.NO_TRANSACTION)
                        .isPresent();
    }

    private static Kind gooseKind(String words) {
        return switch (words.strip().toUpperCase(Locale.ROOT)) {
            case "STATEMENTBEGIN" -> Kind.STATEMENT_BEGIN;
            case "STATEMENTEND" -> Kind.STATEMENT_END;
            case "NO TRANSACTION" -> Kind.NO_TRANSACTION;
            default -> upOrDown(words.strip().toLowerCase(Locale.ROOT));
        };
    }

    private static Kind sqlMigrateKind(String word) {
        return switch (word) {
            case "StatementBegin" -> Kind.STATEMENT_BEGIN;
            case "StatementEnd" -> Kind.STATEMENT_END;
            default -> upOrDown(word.toLowerCase(Locale.ROOT));
        };
    }

    private static Kind upOrDown(String word) {
        return switch (word) {
            case "up" -> Kind.UP;
            case "down" -> Kind.DOWN;
            default -> Kind.UNKNOWN;
        };
    }
}
