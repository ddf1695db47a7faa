package io.e2e.migrations.derive;

import static org.assertj.core.api.Assertions.assertThat;

import io.e2e.migrations.time.TimeSource;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class ProgressTests {

    @Test
    void nextWhenThereIsATerminalRewritesOneLineAndRemovesItAtTheEnd() {
        StringWriter terminal = new StringWriter();

        try (Progress progress = new Progress(4, new PrintWriter(terminal), TimeSource.system())) {
            progress.next(0, "a.sql");
            progress.next(3, "d".repeat(80) + ".sql");
        }

        assertThat(terminal)
                .hasToString("\r.............................. 0 of 4 migrations are replayed, next is a.sql\u001b[K"
                        + "\r######################........ 3 of 4 migrations are replayed, next is " + "d".repeat(8)
                        + "\u001b[K\r\u001b[K");
    }
}
