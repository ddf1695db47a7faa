package io.e2e.migrations.benchmarks.namespace;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.slf4j.LoggerFactory;

/** Measures a process from its first call of a library to the first answer of the database. */
final class FirstAnswer {

    private FirstAnswer() {}

    /**
     * Prints the wall time and the processor time of this call in nanoseconds, and ends the process as a test engine does. A
     * test JVM logs before its first call, so what that costs is not counted.
     */
    static void measure(Call call) throws Exception {
        LoggerFactory.getLogger(FirstAnswer.class).info("Begins");
        long processor = processorTime();
        long start = System.nanoTime();
        call.run();
        System.out.println((System.nanoTime() - start) + " " + (processorTime() - processor));
        System.exit(0);
    }

    /** Sends the query whose answer is awaited. */
    static void query(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT 1")) {
            row.next();
        }
    }

    private static long processorTime() {
        return ProcessHandle.current()
                .info()
                .totalCpuDuration()
                .map(Duration::toNanos)
                .orElse(0L);
    }

    interface Call {

        void run() throws Exception;
    }
}
