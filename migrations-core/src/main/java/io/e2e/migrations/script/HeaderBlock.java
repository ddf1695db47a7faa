package io.e2e.migrations.script;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A header of ours in a file of another tool: comment lines at its head, written by {@code describe}. The text that
 * identifies a migration is that without them, so that they change nothing for a database to which it was applied.
 *
 * @param begin where its first line begins
 * @param end where the line after its last one begins
 * @param checksum of the text that it describes, see {@link #shortened}
 * @param lines what it says, each as {@code key: value}
 */
public record HeaderBlock(int begin, int end, String checksum, List<String> lines) {

    private static final String DASHES = "--";
    private static final String MARK = DASHES + " e2e-migrations: ";
    private static final Pattern LINE = Pattern.compile("--\\s?(creates|alters|drops|requires|uses|touches):\\s.*");

    /** Enough digits to tell the texts of a file apart; a longer word makes a line that nobody reads. */
    private static final int DIGITS = 16;

    public HeaderBlock {
        lines = List.copyOf(lines);
    }

    /** The form of a checksum in headers. */
    public static String shortened(String checksum) {
        return checksum.substring(0, DIGITS);
    }

    /** Finds the header among the comments at the head of a file; empty if there is none. */
    public static Optional<HeaderBlock> find(String text) {
        int at = text.startsWith("\uFEFF") ? 1 : 0;
        int begin = -1;
        String checksum = "";
        List<String> lines = new ArrayList<>();
        while (at < text.length()) {
            int newline = text.indexOf('\n', at);
            int next = newline < 0 ? text.length() : newline + 1;
            String line = text.substring(at, next).strip();
            if (begin < 0 && line.startsWith(MARK)) {
                begin = at;
                checksum = line.substring(MARK.length()).strip();
            } else if (begin >= 0 && LINE.matcher(line).matches()) {
                lines.add(line.substring(DASHES.length()).strip());
            } else if (begin >= 0 || !(line.isEmpty() || line.startsWith(DASHES))) {
                break;
            }
            at = next;
        }
        return begin < 0 ? Optional.empty() : Optional.of(new HeaderBlock(begin, at, checksum, lines));
    }

    /** A text without the header. */
    public static String without(String text) {
        return find(text)
                .map(block -> text.substring(0, block.begin) + text.substring(block.end))
                .orElse(text);
    }

    /**
     * A text with a header, in the place of the one that it has, or as its first lines.
     *
     * @param checksum of the migration
     * @param lines what the header says, each as {@code key: value}
     */
    public static String with(String text, String checksum, List<String> lines) {
        int first = text.startsWith("\uFEFF") ? 1 : 0;
        HeaderBlock old = find(text).orElse(new HeaderBlock(first, first, "", List.of()));
        String lineEnd = text.contains("\r\n") ? "\r\n" : "\n";
        StringBuilder header =
                new StringBuilder(MARK).append(shortened(checksum)).append(lineEnd);
        lines.forEach(line -> header.append(DASHES).append(' ').append(line).append(lineEnd));
        return text.substring(0, old.begin) + header + text.substring(old.end);
    }
}
