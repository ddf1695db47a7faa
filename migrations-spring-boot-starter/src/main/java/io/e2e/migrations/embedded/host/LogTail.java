package io.e2e.migrations.embedded.host;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The end of a program's output, for an error message. The log itself is deleted with the server's directory.
 *
 * @param lines the last lines
 */
public record LogTail(List<String> lines) {

    /**
     * A reason in the words of postgres, after its timestamp and process number; of initdb; or of a program that does not get
     * so far. The FATAL line about a configuration with errors comes after the lines with the errors.
     */
    private static final Pattern REASON = Pattern.compile("(?:^|\\] )((?:FATAL|PANIC):  .*"
            + "|LOG:  .* in file \".*\" line \\d+.*"
            + "|initdb: error: .*"
            + "|\\S*(?:initdb|postgres|pg_ctl|setpriv|runuser|su|sh): (?!warning|hint).*)");

    private static final int LINES = 20;
    private static final int BYTES = 16_384;

    public LogTail {
        lines = List.copyOf(lines);
    }

    /** The last lines of a log, and of a second one, where they can be read. */
    public static LogTail of(Path log, Path second) {
        return new LogTail(Stream.of(of(log), of(second))
                .flatMap(tail -> tail.lines().stream())
                .toList());
    }

    /** The last lines of a log; none if it cannot be read. */
    public static LogTail of(Path log) {
        try (SeekableByteChannel channel = Files.newByteChannel(log);
                InputStream in = Channels.newInputStream(channel)) {
            channel.position(Math.max(0, channel.size() - BYTES));
            List<String> all = new String(in.readNBytes(BYTES), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
            return new LogTail(all.subList(Math.max(0, all.size() - LINES), all.size()));
        } catch (IOException ex) {
            return new LogTail(List.of());
        }
    }

    /** The first line that says why a program failed; empty if none is known for that. */
    public Optional<String> reason() {
        return this.lines.stream()
                .map(REASON::matcher)
                .filter(Matcher::find)
                .map(found -> found.group(1))
                .findFirst();
    }

    /** A sentence to end a message with. */
    public String asText() {
        return this.lines.isEmpty() ? "" : " The end of its output:\n  " + String.join("\n  ", this.lines);
    }
}
