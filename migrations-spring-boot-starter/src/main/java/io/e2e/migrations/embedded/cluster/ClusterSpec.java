package io.e2e.migrations.embedded.cluster;

import io.e2e.migrations.config.Secret;
import io.e2e.migrations.embedded.binaries.PostgresBinaries;
import io.e2e.migrations.embedded.binaries.Programs;
import io.e2e.migrations.embedded.process.EmbeddedDatabaseException;
import io.e2e.migrations.embedded.process.PostgresServer;
import io.e2e.migrations.embedded.process.ServerDirectory;
import io.e2e.migrations.embedded.process.ServerLaunch;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * A cluster as it is wanted, and how to make it if there is none: initdb, then whatever is to be found in it, then all
 * that a copy does not need is taken away.
 *
 * @param key names everything that makes a difference: version and platform, configuration, locale, owner, contents
 * @param configuration for its postgresql.conf
 * @param contents puts in what every copy shall have, as soon as the new cluster runs
 */
public record ClusterSpec(String key, ServerConfiguration configuration, Consumer<PostgresServer> contents) {

    /** Changes with the way in which clusters are made, so that an older release's are not taken for ours. */
    private static final String LAYOUT = "3";

    /** The order for what these programs would make with this configuration. */
    public static ClusterSpec of(
            Programs programs,
            ServerConfiguration configuration,
            String fingerprint,
            Consumer<PostgresServer> contents) {
        PostgresBinaries binaries = programs.binaries();
        String everything = String.join(
                "\n",
                LAYOUT,
                binaries.home().getFileName().toString(),
                String.join(" ", DataDirectory.options(binaries.major())),
                configuration.parameters().toString(),
                "" + programs.runAs().uid(),
                fingerprint);
        return new ClusterSpec("pg" + binaries.version() + "-" + digest(everything), configuration, contents);
    }

    /** Makes the cluster in the launch's directory and leaves it stopped. */
    public void make(ServerLaunch launch, Secret superuser) throws IOException {
        ServerDirectory directory = launch.directory();
        DataDirectory.create(
                directory,
                launch.programs(),
                new DataDirectory.Recipe(superuser, this.configuration),
                launch.deadline());
        PostgresServer server = launch.run(superuser);
        boolean retired = false;
        try {
            ClusterCompaction diet = new ClusterCompaction(server);
            diet.dropWhatNobodyUses();
            this.contents.accept(server);
            String wal = diet.compact();
            server.retire();
            retired = true;
            removeWalExcept(wal, directory.data().resolve("pg_wal"));
        } catch (SQLException ex) {
            throw new EmbeddedDatabaseException("prepare a cluster", ex);
        } finally {
            if (!retired) {
                server.close();
            }
        }
    }

    /** A cluster that was stopped in good order needs only the segment with its last checkpoint. */
    private static void removeWalExcept(String needed, Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            List<Path> segments = files.filter(
                            file -> file.getFileName().toString().matches("[0-9A-F]{24}"))
                    .toList();
            for (Path segment : segments) {
                if (!segment.getFileName().toString().equals(needed)) {
                    Files.delete(segment);
                }
            }
        }
    }

    /** A short name for a long text; another text has another. */
    public static String digest(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, 8);
        } catch (NoSuchAlgorithmException ex) {
            throw new IllegalStateException("every Java has SHA-256", ex);
        }
    }
}
