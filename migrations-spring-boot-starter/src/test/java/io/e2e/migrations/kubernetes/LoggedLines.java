package io.e2e.migrations.kubernetes;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import org.slf4j.LoggerFactory;

/** The lines that the Kubernetes target logs at INFO and above while this is open. */
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
