package io.e2e.migrations.schema;

import java.util.Objects;

/**
 * A glob over names: {@code *} is any run of characters, {@code #} is one digit. The digit is what keeps {@code
 * audit_events_####_##} from swallowing a misspelled month. Two patterns of the same glob are equal.
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
        int inGlob = 0;
        int inName = 0;
        int star = -1;
        int afterStar = 0;
        while (inName < name.length()) {
            if (inGlob < this.glob.length() && fits(this.glob.charAt(inGlob), name.charAt(inName))) {
                inGlob++;
                inName++;
            } else if (inGlob < this.glob.length() && this.glob.charAt(inGlob) == '*') {
                star = inGlob++;
                afterStar = inName;
            } else if (star >= 0) {
                // The last star takes one character more; earlier ones need not, since it could stand for theirs too.
                inGlob = star + 1;
                inName = ++afterStar;
            } else {
                return false;
            }
        }
        return this.glob.chars().skip(inGlob).allMatch(rest -> rest == '*');
    }

    private static boolean fits(char pattern, char character) {
        return pattern == '#' ? character >= '0' && character <= '9' : pattern != '*' && pattern == character;
    }
}
