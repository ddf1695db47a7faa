package io.e2e.migrations.page;

import io.e2e.migrations.RecordedRun;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.slf4j.LoggerFactory;

/**
 * Notes what uses databases in this JVM, and when the JVM ends, writes {@code target/e2e-migrations/report.html}, which tells what
 * all JVMs of a build did. A thread of its own, as a context start loads one class of this package and no more. Thread-safe.
 */
public final class PageRecorder extends Thread {

    /** The property that names the test class to its context. */
    public static final String USER = "e2eMigrationsUser";

    /** As long as the end of the JVM waits for a disk that does not answer. */
    private static final long MOST_MILLIS = 500;

    private static final PageRecorder OF_JVM = new PageRecorder();

    private final Queue<Map.Entry<String, List<RecordedRun>>> contexts = new ConcurrentLinkedQueue<>();
    private boolean waiting;

    private PageRecorder() {
        super("e2e-migrations-page");
    }

    /**
     * Notes a user of databases.
     *
     * @param user the test class, or the application
     * @param runs what was done for it; read when the JVM ends
     */
    public static void add(String user, List<RecordedRun> runs) {
        OF_JVM.contexts.add(Map.entry(user, runs));
        OF_JVM.waitForEnd();
    }

    /** Those who were noted in this JVM. */
    static List<String> users() {
        return OF_JVM.contexts.stream().map(Map.Entry::getKey).toList();
    }

    private synchronized void waitForEnd() {
        if (!this.waiting) {
            this.waiting = true;
            try {
                Runtime.getRuntime().addShutdownHook(this);
            } catch (IllegalStateException ex) {
                LoggerFactory.getLogger(PageRecorder.class).debug("The JVM is ending, so there is no page", ex);
            }
        }
    }

    /** Writes the page; a build never fails or waits because of it. */
    @Override
    public void run() {
        Thread writing = new Thread(this::write, getName());
        writing.setDaemon(true);
        writing.start();
        try {
            writing.join(MOST_MILLIS);
        } catch (InterruptedException ex) {
            Thread.currentThread().interrupt();
        }
    }

    private void write() {
        try {
            PageWriter.write(this.contexts);
        } catch (Exception | LinkageError ex) {
            LoggerFactory.getLogger(PageRecorder.class).debug("There is no page about this run", ex);
        }
    }
}
