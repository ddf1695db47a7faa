package io.e2e.migrations.derive;

import io.e2e.migrations.time.Deadline;
import io.e2e.migrations.time.TimeSource;
import java.io.Console;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells how much of a replay is done: in a bar that is rewritten in its line of a terminal, or else in the log. */
final class Progress implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Progress.class);

    private static final Duration BETWEEN_LINES = Duration.ofSeconds(5);
    private static final int BAR = 30;
    private static final int LINE = 79;
    /** Deletes the rest of the line (ECMA-48, "EL"). */
    private static final String END = "\u001b[K";

    private final int all;
    private final @Nullable PrintWriter terminal;
    private Deadline line;

    /**
     * Begins.
     *
     * @param all how many migrations there are
     * @param terminal receives the bar; {@code null} means lines in the log, every 5 s
     */
    Progress(int all, @Nullable PrintWriter terminal, TimeSource time) {
        this.all = all;
        this.terminal = terminal;
        this.line = Deadline.in(BETWEEN_LINES, time);
    }

    /** The terminal of this process, unless it cannot rewrite a line; {@code null} if there is none. */
    @SuppressWarnings("SystemConsoleNull") // newer JDKs are asked whether it is a terminal
    static @Nullable PrintWriter terminal() {
        Console console = System.console();
        String kind = System.getenv().getOrDefault("TERM", "dumb").toLowerCase(Locale.ROOT);
        return console == null || kind.equals("dumb") || !isTerminal(console) ? null : console.writer();
    }

    /** Since JDK 22, there is a console without a terminal, too. */
    private static boolean isTerminal(Console console) {
        try {
            return Boolean.TRUE.equals(Console.class.getMethod("isTerminal").invoke(console));
        } catch (NoSuchMethodException ex) {
            return true;
        } catch (ReflectiveOperationException ex) {
            return false;
        }
    }

    /** Tells which migration is next. */
    void next(int done, String file) {
        String text = done + " of " + this.all + " migrations are replayed, next is " + file;
        if (this.terminal != null) {
            int filled = BAR * done / this.all;
            String bar = "#".repeat(filled) + ".".repeat(BAR - filled) + " " + text;
            this.terminal.print("\r" + bar.substring(0, Math.min(LINE, bar.length())) + END);
            this.terminal.flush();
        } else if (this.line.isOver()) {
            LOG.info("{}", text);
            this.line = this.line.again();
        }
    }

    @Override
    public void close() {
        if (this.terminal != null) {
            this.terminal.print("\r" + END);
            this.terminal.flush();
        }
    }
}
