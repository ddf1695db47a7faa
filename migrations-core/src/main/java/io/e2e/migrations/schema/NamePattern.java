package io.e2e.migrations.schema;

import java.util.regex.Pattern;

/**
 * A glob over names: {@code *} is any run of characters, {@code #} is one digit. The digit is what keeps {@code
 * audit_events_####_##} from swallowing a misspelt month.
 *
 * @param glob the pattern
 * @param regex the same, compiled
 */
public record NamePattern(String glob, Pattern regex) {

    /** Compiles a glob. */
    public static NamePattern of(String glob) {
        StringBuilder regex = new StringBuilder();
        glob.chars()
                .forEach(c -> regex.append(
                        switch (c) {
                            case '*' -> ".*";
                            case '#' -> "[0-9]";
                            default -> Pattern.quote(Character.toString(c));
                        }));
        return new NamePattern(glob, Pattern.compile(regex.toString()));
    }

    /** Whether the text holds a character that stands for others. */
    public static boolean isPattern(String text) {
        return text.indexOf('*') >= 0 || text.indexOf('#') >= 0;
    }

    /** Whether the whole name fits. */
    public boolean matches(String name) {
        return this.regex.matcher(name).matches();
    }
}
