package io.e2e.migrations.dialect;

import io.e2e.migrations.script.ScriptEvent;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The marks by which tools that we do not read tell what reverts a migration: MyBatis, tern, Play, rambler, micrate, sqitch,
 * and headings of any kind. What follows such a mark is never applied.
 */
final class RevertMark {

    private static final String WORDS = "(down|downs|undo|rollback|revert|downgrade|backward|backwards)";

    private static final List<Pattern> COMMENTS = List.of(
            // -- //@UNDO (MyBatis, dbdeploy), -- !Downs (Play), -- rambler down, -- +micrate Down, -- @DOWN, -- ====
            // Down ====
            Pattern.compile("(?i)-[-\\s/@+!#=*~>:]*((rambler|micrate|migrate|migration|section)[\\s:]+)?" + WORDS
                    + "([\\s:_-]+(migration|section|script|part|sql))?[-\\s:=*~#<>]*"),
            // ---- create above / drop below ---- (tern)
            Pattern.compile("(?i)-[-\\s]*create above / drop below[-\\s]*"),
            // -- Revert app:users from pg (sqitch)
            Pattern.compile("(?i)--\\s*revert \\S+ from pg\\b.*"),
            // --rollback DROP TABLE users (Liquibase, in a file that is none of Liquibase's)
            Pattern.compile("(?i)--rollback\\s.*"));

    /** V1__x.undo.sql, 001_x_down.sql, 001-x.rollback.sql, rollback/001_x.sql */
    private static final Pattern FILE =
            Pattern.compile("(?i)(.*/)?(" + WORDS + "(/.*|[_.-][^/]*|\\.sql)|[^/]*[_.-]" + WORDS + "\\.sql)");

    private RevertMark() {}

    static boolean isMark(ScriptEvent.Comment comment) {
        String text = comment.text().strip();
        return !comment.inStatement()
                && COMMENTS.stream().anyMatch(pattern -> pattern.matcher(text).matches());
    }

    /** Whether a file's name, or a directory, says that the file reverts something. */
    static boolean isFile(String name) {
        return FILE.matcher(name).matches();
    }
}
