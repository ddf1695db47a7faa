package io.e2e.migrations.embedded;

import io.e2e.migrations.config.Secret;
import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * How to reach a shared server. It lies in a file that only its user can read, is written last and in one step, and is
 * the {@link Door} into the server.
 *
 * @param port the server's port
 * @param version PostgreSQL's
 * @param superuser the superuser's password
 * @param password every role's password
 * @param given whether that one was configured; else it is of the server's making
 */
record SharedAddress(int port, String version, Secret superuser, Secret password, boolean given) {

    /** Writes it into a server's directory. */
    void write(Path root) throws IOException {
        Properties values = new Properties();
        values.setProperty("port", "" + this.port);
        values.setProperty("version", this.version);
        values.setProperty("superuser", this.superuser.value());
        values.setProperty("password", this.password.value());
        values.setProperty("given", "" + this.given);
        Path file = new Door(root).address();
        Path draft = file.resolveSibling("address.draft");
        Files.createFile(draft, FileTree.mode(draft, "rw-------"));
        try (Writer out = Files.newBufferedWriter(draft)) {
            values.store(out, null);
        }
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
    }

    /** The address of the server in this directory; empty if it takes nobody, yet or any more. */
    static Optional<SharedAddress> read(Path root) throws IOException {
        Properties values = new Properties();
        try (Reader in = Files.newBufferedReader(new Door(root).address())) {
            values.load(in);
        } catch (NoSuchFileException ex) {
            return Optional.empty();
        }
        try {
            return Optional.of(new SharedAddress(
                    Integer.parseInt(value(values, "port")),
                    value(values, "version"),
                    new Secret(value(values, "superuser")),
                    new Secret(value(values, "password")),
                    Boolean.parseBoolean(value(values, "given"))));
        } catch (NumberFormatException ex) {
            throw new IOException("not the address of a server: " + new Door(root).address(), ex);
        }
    }

    /** Whether its roles have the configured password, or none is configured here or there. */
    boolean suits(@Nullable Secret configured) {
        return configured == null ? !this.given : this.given && configured.equals(this.password);
    }

    /** An empty text if somebody has damaged the file; the port then is no number. */
    private static String value(Properties values, String name) {
        return values.getProperty(name, "");
    }
}
