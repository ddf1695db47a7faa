package io.e2e.migrations.testing;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import org.slf4j.LoggerFactory;

/** The lines that classes of this library log at INFO and above while this is open. */
public final class LoggedLines implements AutoCloseable {

    private final Logger logger;
    private final ListAppender<ILoggingEvent> appender = new ListAppender<>();

    /** Listens to the classes of a package and of those below it, such as {@code io.e2e.migrations.kubernetes}. */
    public LoggedLines(String logger) {
        this.logger = (Logger) LoggerFactory.getLogger(logger);
        this.appender.start();
        this.logger.addAppender(this.appender);
    }

    /** The lines so far. */
    public List<String> lines() {
        return List.copyOf(this.appender.list).stream()
                .filter(event -> event.getLevel().isGreaterOrEqual(Level.INFO))
                .map(ILoggingEvent::getFormattedMessage)
                .toList();
    }

    @Override
    public void close() {
        this.logger.detachAppender(this.appender);
    }
}
