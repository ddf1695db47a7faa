package io.e2e.migrations.embedded.host;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The end of a program's output, for an error message: the log itself goes with the server's directory.
 *
 * @param lines the last lines
 */
public record LogTail(List<String> lines) {

    private static final int LINES = 20;
    private static final int BYTES = 16_384;

    public LogTail {
        lines = List.copyOf(lines);
    }

    public static LogTail of(Path log) {
        try (var channel = Files.newByteChannel(log)) {
            channel.position(Math.max(0, channel.size() - BYTES));
            var bytes = java.nio.ByteBuffer.allocate(BYTES);
            while (channel.read(bytes) > 0) {
                // until the end or the buffer is full
            }
            List<String> all = new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
            return new LogTail(all.subList(Math.max(0, all.size() - LINES), all.size()));
        } catch (IOException ex) {
            return new LogTail(List.of());
        }
    }

    /** A sentence to end a message with. */
    public String asText() {
        return this.lines.isEmpty() ? "" : " The end of its output:\n  " + String.join("\n  ", this.lines);
    }
}
