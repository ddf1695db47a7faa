package io.e2e.migrations.embedded.cluster;

import io.e2e.migrations.embedded.binaries.PostgresBinaries;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a server for tests is configured with. Nothing needs to survive a crash, so durability is off (PostgreSQL
 * documentation 14.5, "Non-Durable Settings"); autovacuum is off, so that no worker stands in the way of a database that
 * is to be copied and no plan changes in the middle of a test; TCP on the loopback is the only way in, with a password.
 *
 * @param parameters names and values, ours and then the user's
 */
public record ServerConfiguration(Map<String, String> parameters) {

    /** The configuration for these binaries; what the user chose wins over ours. */
    public static ServerConfiguration of(PostgresBinaries binaries, Map<String, String> chosen) {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("listen_addresses", "127.0.0.1");
        parameters.put("unix_socket_directories", "");
        parameters.put("max_connections", "300");
        parameters.put("shared_buffers", "32MB");
        parameters.put("fsync", "off");
        parameters.put("synchronous_commit", "off");
        parameters.put("full_page_writes", "off");
        parameters.put("wal_level", "minimal");
        parameters.put("max_wal_senders", "0");
        parameters.put("min_wal_size", "2MB");
        parameters.put("autovacuum", "off");
        parameters.put("jit", "off");
        parameters.put("TimeZone", "UTC");
        parameters.put("log_timezone", "UTC");
        parameters.put("password_encryption", "scram-sha-256");
        if (!binaries.platform().isWindows()) {
            // Files of the cluster, which go with it; the default's stay in /dev/shm when a server is killed.
            parameters.put("dynamic_shared_memory_type", "mmap");
        }
        if (binaries.major() >= 18) {
            // Spares the I/O worker processes.
            parameters.put("io_method", "sync");
        }
        parameters.putAll(chosen);
        return new ServerConfiguration(parameters);
    }

    /** Writes it into a new cluster, after what initdb wrote: of two lines on one parameter the last one counts. */
    public void writeTo(Path data) throws IOException {
        StringBuilder text = new StringBuilder("\n# Set by e2e-migrations\n");
        this.parameters.forEach((name, value) -> text.append(name)
                .append(" = '")
                .append(value.replace("'", "''").replace("\n", " "))
                .append("'\n"));
        Files.writeString(data.resolve("postgresql.conf"), text, StandardOpenOption.APPEND);
        Files.writeString(data.resolve("pg_hba.conf"), "host all all 127.0.0.1/32 scram-sha-256\n");
    }
}
