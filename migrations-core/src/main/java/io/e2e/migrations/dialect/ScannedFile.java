package io.e2e.migrations.dialect;

import io.e2e.migrations.script.HeaderBlock;
import io.e2e.migrations.script.ScriptEvent;
import io.e2e.migrations.script.ScriptEvents;
import io.e2e.migrations.script.ScriptSyntaxException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A SQL file, read once for everything that looks at it.
 *
 * @param file the file
 * @param text its text, with LF as line ends, with the values of placeholders, and without a header of ours
 * @param events what the text contains; nothing if it cannot be read
 * @param problem why the text cannot be read; {@code null} if it can
 */
record ScannedFile(
        MigrationFile file,
        String text,
        List<ScriptEvent> events,
        @Nullable ScriptSyntaxException problem) {

    private static final Pattern EVOLUTION = Pattern.compile("(?m)^#\\s*-*\\s*!(Ups|Downs).*$");

    static ScannedFile of(MigrationFile file, Placeholders placeholders) {
        String text = normalized(file.text());
        try {
            text = placeholders.replace(text, file.fileName());
            refuseEvolution(text);
            List<ScriptEvent> events = ScriptEvents.read(text, ToolMark::endsStatement);
            return new ScannedFile(file, HeaderBlock.without(text), events, null);
        } catch (ScriptSyntaxException ex) {
            return new ScannedFile(file, text, List.of(), ex);
        }
    }

    /** Play's marks begin with a sign that is none of SQL's: # --- !Downs. */
    private static void refuseEvolution(String text) {
        Matcher mark = EVOLUTION.matcher(text);
        if (mark.find()) {
            int line = 1
                    + (int) text.substring(0, mark.start())
                            .chars()
                            .filter(c -> c == '\n')
                            .count();
            throw new ScriptSyntaxException(
                    "\"" + mark.group() + "\" is a mark of Play, whose evolutions are not read", line);
        }
    }

    /** Without byte order mark. */
    static String normalized(String text) {
        return (text.startsWith("\uFEFF") ? text.substring(1) : text).replace("\r\n", "\n");
    }

    String name() {
        return this.file.name();
    }

    /** The marks of tools. */
    Stream<ToolMark> marks() {
        return comments().flatMap(comment -> ToolMark.of(comment).stream());
    }

    /** Whether the very first characters are this comment. */
    boolean beginsWith(String comment) {
        return this.text.startsWith(comment);
    }

    boolean isLiquibase() {
        return isLiquibase(this.text);
    }

    /** Whether it is formatted SQL of Liquibase, which its first line says. Any other SQL is one changeset. */
    static boolean isLiquibase(String text) {
        return text.lines()
                .filter(line -> !line.isBlank())
                .findFirst()
                .filter(line -> line.matches("(?i)\\s*--\\s*liquibase\\s*formatted.*"))
                .isPresent();
    }

    private Stream<ScriptEvent.Comment> comments() {
        return this.events.stream()
                .filter(ScriptEvent.Comment.class::isInstance)
                .map(ScriptEvent.Comment.class::cast);
    }
}
