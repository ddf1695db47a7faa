package io.e2e.migrations.embedded.cluster;

import io.e2e.migrations.config.Secret;
import io.e2e.migrations.embedded.binaries.Programs;
import io.e2e.migrations.embedded.host.FileTree;
import io.e2e.migrations.embedded.process.ServerDirectory;
import io.e2e.migrations.embedded.process.ServerLaunch;
import io.e2e.migrations.time.Deadline;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** A new cluster in a server's directory: UTF-8, locale C, small WAL segments, and a superuser that stays ours. */
public final class DataDirectory {

    /**
     * The usual 4096 protect bad passwords against who has stolen their hashes. Nobody has these, they are of passwords for
     * tests, and a client that has just started works on them for a tenth of a second.
     */
    public static final int SCRAM_ITERATIONS = 1;

    private DataDirectory() {}

    /** A password that nobody can guess. */
    public static Secret newPassword() {
        byte[] bytes = new byte[24];
        new SecureRandom().nextBytes(bytes);
        return new Secret(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
    }

    /** Runs initdb and writes the configuration. */
    public static void create(ServerDirectory directory, Programs programs, Recipe recipe, Deadline deadline)
            throws IOException {
        Path password = directory.root().resolve("password");
        Files.createFile(password, FileTree.mode(password, "rw-------"));
        try {
            Files.writeString(password, recipe.password().value());
            programs.runAs().own(password);
            programs.run(directory.root(), directory.log(), deadline, initdb(directory, programs, password));
        } finally {
            Files.delete(password);
        }
        recipe.configuration().writeTo(directory.data());
    }

    /**
     * What a new cluster is made with.
     *
     * @param password the superuser's
     * @param configuration for its postgresql.conf
     */
    public record Recipe(Secret password, ServerConfiguration configuration) {}

    private static List<String> initdb(ServerDirectory directory, Programs programs, Path password) {
        List<String> command =
                new ArrayList<>(List.of("initdb", "--pgdata=" + directory.data(), "--pwfile=" + password, "--no-sync"));
        command.addAll(options(programs.binaries().major()));
        return List.copyOf(command);
    }

    /** What decides how a cluster comes out. Locale C is the only one that every system has, and sorts alike on all. */
    public static List<String> options(int majorVersion) {
        List<String> options = new ArrayList<>(List.of(
                "--username=" + ServerLaunch.SUPERUSER,
                "--auth=scram-sha-256",
                "--encoding=UTF8",
                "--locale=C",
                "--text-search-config=english",
                "--wal-segsize=1",
                "--no-instructions"));
        if (majorVersion >= 16) {
            options.add("--set=scram_iterations=" + SCRAM_ITERATIONS);
        }
        if (majorVersion >= 18) {
            // The default changed to checksums in 18; before, the option does not exist.
            options.add("--no-data-checksums");
        }
        return List.copyOf(options);
    }
}
