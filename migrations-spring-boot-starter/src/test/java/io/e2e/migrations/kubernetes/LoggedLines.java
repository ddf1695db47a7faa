package io.e2e.migrations.kubernetes;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import org.slf4j.LoggerFactory;

/** What this package logs at INFO and above while it is open. */
final class LoggedLines implements AutoCloseable {

    private final Logger logger = (Logger) LoggerFactory.getLogger("io.e2e.migrations.kubernetes");
    private final ListAppender<ILoggingEvent> appender = new ListAppender<>();

    LoggedLines() {
        this.appender.start();
        this.logger.addAppender(this.appender);
    }

    List<String> lines() {
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
