package io.e2e.migrations.drift;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Says how something differs from what was expected. */
final class Wording {

    /** Longer texts are shown from the place where they differ. */
    private static final int SHOWN = 160;

    private Wording() {}

    /** {@code varchar(20) expected, text found}; of texts with several lines, the first that differs. */
    static String of(Aspect aspect, @Nullable String wanted, @Nullable String found) {
        if (wanted != null && found != null && (wanted.contains("\n") || found.contains("\n"))) {
            return ofLines(wanted, found);
        }
        return shown(aspect, wanted) + " expected, " + shown(aspect, found) + " found";
    }

    private static String ofLines(String wanted, String found) {
        List<String> expected = lines(wanted);
        List<String> present = lines(found);
        int at = 0;
        while (at < expected.size() && at < present.size() && expected.get(at).equals(present.get(at))) {
            at++;
        }
        return "line " + (at + 1) + " " + line(expected, at) + " expected, " + line(present, at) + " found";
    }

    /** The lines without the semicolon after the last one, which is not a difference of that line. */
    private static List<String> lines(String text) {
        return text.strip().replaceFirst(";$", "").lines().toList();
    }

    private static String line(List<String> lines, int at) {
        return at < lines.size() ? "'" + abbreviated(lines.get(at).strip()) + "'" : "the end";
    }

    private static String shown(Aspect aspect, @Nullable String piece) {
        return piece == null
                ? aspect.absence()
                : abbreviated(piece.replace("character varying", "varchar").replace("\n", " "));
    }

    private static String abbreviated(String text) {
        return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…";
    }
}
