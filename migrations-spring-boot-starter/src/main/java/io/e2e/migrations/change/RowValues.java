package io.e2e.migrations.change;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

/** The values of a row that is told as a JSON object, as PostgreSQL prints {@code jsonb}. */
public final class RowValues {

    private RowValues() {}

    /** The row with these columns only. */
    static String only(Collection<String> columns, String row) {
        Map<String, String> values = of(row);
        values.keySet().retainAll(columns);
        return values.toString();
    }

    /** The row without these columns. */
    public static String except(Collection<String> columns, String row) {
        Map<String, String> values = of(row);
        values.keySet().removeAll(columns);
        return values.toString();
    }

    /** Each column with its value as JSON. */
    public static Map<String, String> of(String row) {
        Map<String, String> values = new LinkedHashMap<>();
        int start = 1;
        int depth = 0;
        for (int at = 0; at < row.length(); at++) {
            switch (row.charAt(at)) {
                case '"' -> at = endOfString(row, at);
                case '{', '[' -> depth++;
                case '}', ']' -> depth--;
                default -> {}
            }
            boolean ends = row.charAt(at) == ',' ? depth == 1 : depth == 0;
            if (ends && at > start) {
                put(values, row.substring(start, at).strip());
                start = at + 1;
            }
        }
        return values;
    }

    private static void put(Map<String, String> values, String entry) {
        int end = endOfString(entry, 0);
        values.put(entry.substring(1, end), entry.substring(end + 2).strip());
    }

    private static int endOfString(String text, int start) {
        int at = start + 1;
        while (text.charAt(at) != '"') {
            at += text.charAt(at) == '\\' ? 2 : 1;
        }
        return at;
    }
}
