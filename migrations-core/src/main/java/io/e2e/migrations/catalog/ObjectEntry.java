package io.e2e.migrations.catalog;

import org.jspecify.annotations.Nullable;

/**
 * One entry of an object list, split into its parts: {@code index idx_a on audit_events}, or
 * {@code audit_events (event_hash)}. {@link ObjectListParser} interprets it.
 *
 * @param kind the word before the name, if there is one
 * @param name the name, which contains no blank and no parenthesis
 * @param list the text in parentheses after the name
 * @param table the name after {@code on} or {@code of}
 */
record ObjectEntry(
        @Nullable String kind,
        String name,
        @Nullable String list,
        @Nullable String table) {

    /** Splits an entry without surrounding blanks; {@code null} if it has another form. */
    static @Nullable ObjectEntry of(String text) {
        int wordEnd = 0;
        while (wordEnd < text.length() && text.charAt(wordEnd) >= 'a' && text.charAt(wordEnd) <= 'z') {
            wordEnd++;
        }
        int next = HeaderParser.skipBlanks(text, wordEnd);
        // "idx on t" also begins with a word, which is the name.
        ObjectEntry withKind = wordEnd > 0 && next > wordEnd ? of(text, text.substring(0, wordEnd), next) : null;
        return withKind != null ? withKind : of(text, null, 0);
    }

    private static @Nullable ObjectEntry of(String text, @Nullable String kind, int begin) {
        int nameEnd = begin;
        while (nameEnd < text.length() && isName(text.charAt(nameEnd))) {
            nameEnd++;
        }
        if (nameEnd == begin) {
            return null;
        }
        String name = text.substring(begin, nameEnd);
        int open = HeaderParser.skipBlanks(text, nameEnd);
        if (!text.startsWith("(", open)) {
            return of(new ObjectEntry(kind, name, null, null), text.substring(nameEnd));
        }
        int close = text.indexOf(')', open);
        return close < 0
                ? null
                : of(new ObjectEntry(kind, name, text.substring(open + 1, close), null), text.substring(close + 1));
    }

    /** Completes an entry with the text after name and list: nothing, or the table. */
    private static @Nullable ObjectEntry of(ObjectEntry entry, String rest) {
        if (rest.isEmpty()) {
            return entry;
        }
        int word = HeaderParser.skipBlanks(rest, 0);
        int table = HeaderParser.skipBlanks(rest, word + 2);
        boolean named = word > 0
                && (rest.startsWith("on", word) || rest.startsWith("of", word))
                && table > word + 2
                && table < rest.length()
                && rest.chars().skip(table).noneMatch(Character::isWhitespace);
        return named ? new ObjectEntry(entry.kind, entry.name, entry.list, rest.substring(table)) : null;
    }

    private static boolean isName(char c) {
        return c != '(' && c != ')' && !Character.isWhitespace(c);
    }
}
