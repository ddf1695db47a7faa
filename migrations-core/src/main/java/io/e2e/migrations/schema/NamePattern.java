package io.e2e.migrations.schema;

import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A glob over names: {@code *} is any run of characters, {@code #} is one digit. The digit is what keeps {@code
 * audit_events_####_##} from swallowing a misspelt month. Two patterns of the same glob are equal.
 *
 * @param glob the pattern
 */
public record NamePattern(String glob) {

    public NamePattern {
        Objects.requireNonNull(glob, "glob");
    }

    /** Whether the text holds a character that stands for others. */
    public static boolean isPattern(String text) {
        return text.indexOf('*') >= 0 || text.indexOf('#') >= 0;
    }

    /** Whether the whole name fits. */
    public boolean matches(String name) {
        String regex = this.glob
                .chars()
                .mapToObj(c -> switch (c) {
                    case '*' -> ".*";
                    case '#' -> "[0-9]";
                    default -> Pattern.quote(Character.toString(c));
                })
                .collect(Collectors.joining());
        return name.matches(regex);
    }
}
