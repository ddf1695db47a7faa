package io.e2e.migrations.embedded;

import io.e2e.migrations.time.Deadline;
import io.e2e.migrations.time.TimeSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * What an {@link EmbeddedChild} wrote when it had opened its database.
 *
 * @param text all of it
 */
record ChildReport(String text) {

    /** Waits for it as long as its writer may still write it. */
    static ChildReport await(Path home, BooleanSupplier alive) throws IOException {
        Path report = home.resolve("report");
        Deadline deadline = Deadline.in(Duration.ofMinutes(2), TimeSource.system());
        while (!Files.exists(report)) {
            if (!alive.getAsBoolean() || deadline.isOver()) {
                throw new IllegalStateException(
                        "no report from the child:\n" + Files.readString(home.resolve("output")));
            }
            deadline.pause(Duration.ofMillis(20));
        }
        return new ChildReport(Files.readString(report));
    }

    /** The server's port. */
    int port() {
        return Integer.parseInt(address().replaceFirst("/.*", ""));
    }

    /** The name of its database. */
    String database() {
        return address().replaceFirst(".*/", "");
    }

    /** The child itself. */
    ProcessHandle process() {
        return ProcessHandle.of(Long.parseLong(lines().get(2))).orElseThrow();
    }

    private String address() {
        return lines().get(1).replaceFirst(".* at 127.0.0.1:", "");
    }

    private List<String> lines() {
        return this.text.lines().toList();
    }
}
