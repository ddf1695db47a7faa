package io.e2e.migrations.embedded.cluster;

import io.e2e.migrations.config.Sha256;
import io.e2e.migrations.embedded.binaries.Programs;
import io.e2e.migrations.embedded.process.PostgresServer;
import io.e2e.migrations.embedded.process.ServerLaunch;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * What a cluster is made with.
 *
 * @param key a name that differs with all that makes a difference: version and platform, options, parameters, owner, contents
 * @param options the options of initdb
 * @param parameters names and values for postgresql.conf, ours and then the user's
 * @param contents fills the new cluster while its server runs
 */
public record ClusterSpec(
        String key, List<String> options, Map<String, String> parameters, Consumer<PostgresServer> contents) {

    /**
     * How often a password is hashed. The usual 4096 protect weak passwords whose hashes were stolen. These are passwords
     * of tests, and a client that has just started takes a tenth of a second for them.
     */
    public static final int SCRAM_ITERATIONS = 1;

    /** Changes with the way in which clusters are made, so that those of an older release are not used. */
    private static final String LAYOUT = "6";

    private static final int HASH = 16;

    public ClusterSpec {
        options = List.copyOf(options);
        parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
    }

    /**
     * The cluster that these programs make.
     *
     * @param chosen the user's parameters, which win over ours
     * @param fingerprint names what {@code contents} makes
     * @param contents fills the new cluster while its server runs
     */
    public static ClusterSpec of(
            Programs programs, Map<String, String> chosen, String fingerprint, Consumer<PostgresServer> contents) {
        List<String> options = options(programs.major());
        Map<String, String> parameters = parameters(programs);
        parameters.putAll(chosen);
        String everything = String.join(
                "\n",
                LAYOUT,
                programs.home().getFileName().toString(),
                String.join(" ", options),
                parameters.toString(),
                "" + programs.runAs().uid(),
                fingerprint);
        return new ClusterSpec(
                "pg" + programs.version() + "-" + Sha256.hex(everything).substring(0, HASH),
                options,
                parameters,
                contents);
    }

    /** A copy that is made with these options of initdb after ours: of two for one thing, the last counts. */
    public ClusterSpec withInitdbOptions(List<String> chosen) {
        if (chosen.isEmpty()) {
            return this;
        }
        String hash = Sha256.hex(this.key + String.join("\n", chosen)).substring(0, HASH);
        List<String> all = Stream.concat(this.options.stream(), chosen.stream()).toList();
        return new ClusterSpec(this.key.replaceFirst("[^-]*$", hash), all, this.parameters, this.contents);
    }

    /** UTF-8, small WAL segments, and locale C, the only one that every system has, and which sorts alike on all. */
    private static List<String> options(int majorVersion) {
        List<String> options = new ArrayList<>(List.of(
                "--username=" + ServerLaunch.SUPERUSER,
                "--auth=scram-sha-256",
                "--encoding=UTF8",
                "--locale=C",
                "--text-search-config=english",
                "--wal-segsize=1",
                "--data-checksums",
                "--no-instructions"));
        if (majorVersion >= 16) {
            options.add("--set=scram_iterations=" + SCRAM_ITERATIONS);
        }
        return options;
    }

    /**
     * Nothing needs to survive a crash, so durability is off (PostgreSQL documentation 14.5, "Non-Durable Settings").
     * Autovacuum is off, so that no worker is in a database that is to be copied and no plan changes during a test. TCP on the
     * loopback with a password is the only way in.
     */
    private static Map<String, String> parameters(Programs programs) {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("listen_addresses", "127.0.0.1");
        parameters.put("unix_socket_directories", "");
        parameters.put("max_connections", "300");
        parameters.put("shared_buffers", "16MB");
        // A server touches the whole table of predicate locks when it starts; they get coarse as late as by default.
        parameters.put("max_pred_locks_per_transaction", "10");
        parameters.put("max_pred_locks_per_relation", "32");
        parameters.put("max_logical_replication_workers", "0");
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
        if (!programs.areForWindows()) {
            // Files in the data directory, which go with it; those of the default stay in /dev/shm when a server is
            // killed.
            parameters.put("dynamic_shared_memory_type", "mmap");
        }
        if (programs.major() >= 18) {
            // Saves the I/O worker processes.
            parameters.put("io_method", "sync");
        }
        return parameters;
    }
}
