package io.e2e.migrations.schema;

/**
 * A pattern for names: {@code *} matches any characters, {@code #} matches one digit, so that {@code
 * audit_events_####_##} does not match a misspelled month.
 *
 * @param glob the pattern
 */
public record NamePattern(String glob) {

    /** Whether the text contains a wildcard. */
    public static boolean isPattern(String text) {
        return text.indexOf('*') >= 0 || text.indexOf('#') >= 0;
    }

    /** Whether the whole name matches. */
    public boolean matches(String name) {
        int inGlob = 0;
        int inName = 0;
        int star = -1;
        int afterStar = 0;
        while (inName < name.length()) {
            if (inGlob < this.glob.length() && matchesOne(this.glob.charAt(inGlob), name.charAt(inName))) {
                inGlob++;
                inName++;
            } else if (inGlob < this.glob.length() && this.glob.charAt(inGlob) == '*') {
                star = inGlob++;
                afterStar = inName;
            } else if (star >= 0) {
                // Backtracking to the last star is enough, because it can match what an earlier one could.
                inGlob = star + 1;
                inName = ++afterStar;
            } else {
                return false;
            }
        }
        return this.glob.chars().skip(inGlob).allMatch(rest -> rest == '*');
    }

    private static boolean matchesOne(char pattern, char character) {
        return pattern == '#' ? character >= '0' && character <= '9' : pattern != '*' && pattern == character;
    }
}
