package io.e2e.migrations.kubernetes.api;

import io.e2e.migrations.kubernetes.api.PluginProtocol.PluginCredential;
import io.fabric8.kubernetes.api.model.Cluster;
import io.fabric8.kubernetes.api.model.ExecConfig;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The credential plugin of a kubeconfig's user, run as {@code kubectl} does: without a terminal, with its output and its
 * error output read apart. The client library merges the two, so that a plugin that warns gives no credentials.
 *
 * @see <a href="https://kubernetes.io/docs/reference/access-authn-authz/authentication/#client-go-credential-plugins">
 *     credential plugins</a>
 */
final class CredentialPlugin {

    private static final Logger LOG = LoggerFactory.getLogger(CredentialPlugin.class);

    /** Where {@code kubectl}, which has a terminal, would wait for ever. */
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private static final int ERROR_LINES = 10;

    private final String context;
    private final ClusterUser user;
    private final ExecConfig config;
    private final PluginProtocol protocol;
    private final Duration limit;

    CredentialPlugin(String context, Cluster cluster, ClusterUser user) {
        this(context, cluster, user, LIMIT);
    }

    /** With another limit, for tests. */
    CredentialPlugin(String context, Cluster cluster, ClusterUser user, Duration limit) {
        this.context = context;
        this.user = user;
        this.config = Objects.requireNonNull(user.info().getExec());
        this.protocol = new PluginProtocol(this.config, cluster);
        this.limit = limit;
    }

    /**
     * Runs the plugin.
     *
     * @throws CredentialPluginException if it cannot be run, fails, or prints no credentials
     */
    PluginCredential run() {
        this.protocol.misconfiguration().ifPresent(problem -> {
            throw failure(problem, "Correct the user's entry 'exec' in the kubeconfig.", null);
        });
        Output output = output(start());
        if (output.exitCode != 0) {
            throw failure(
                    "ended with exit code " + output.exitCode + errorLines(output.error),
                    "Log in again, as the plugin says.",
                    null);
        }
        LOG.debug("{} ended with exit code 0{}", this.user, errorLines(output.error));
        try {
            return this.protocol.read(output.text);
        } catch (PluginProtocol.ViolationException ex) {
            throw failure(ex.getMessage() + errorLines(output.error), "Update the plugin.", ex.getCause());
        }
    }

    private Process start() {
        List<String> command = new ArrayList<>();
        command.add(program().orElseThrow(this::missing).toString());
        command.addAll(this.config.getArgs());
        ProcessBuilder builder = new ProcessBuilder(command);
        this.config.getEnv().forEach(variable -> builder.environment().put(variable.getName(), variable.getValue()));
        builder.environment().put(PluginProtocol.VARIABLE, this.protocol.request());
        try {
            Process process = builder.start();
            process.getOutputStream().close();
            return process;
        } catch (IOException ex) {
            throw failure("cannot be started: " + ex.getMessage(), "Repair the plugin.", ex);
        }
    }

    /** The program's file: the command if it is a path, else the first of this name on the PATH. */
    private Optional<Path> program() {
        String command = this.config.getCommand();
        if (command.contains(File.separator)) {
            return Optional.of(Path.of(command)).filter(Files::isExecutable);
        }
        // Windows only.
        List<String> endings = entries("PATHEXT", ";");
        return entries("PATH", File.pathSeparator).stream()
                .flatMap(directory -> Stream.concat(Stream.of(""), endings.stream())
                        .map(ending -> Path.of(directory, command + ending)))
                .filter(file -> Files.isRegularFile(file) && Files.isExecutable(file))
                .findFirst();
    }

    private static List<String> entries(String variable, String separator) {
        return Arrays.stream(Objects.toString(System.getenv(variable), "").split(separator))
                .filter(entry -> !entry.isBlank())
                .toList();
    }

    private CredentialPluginException missing() {
        boolean isPath = this.config.getCommand().contains(File.separator);
        String hint = this.config.getInstallHint();
        return failure(
                isPath
                        ? "is not installed: this file cannot be executed."
                        : "is not installed: there is no such program on the PATH of the tests.",
                hint == null || hint.isBlank() ? "Install it." : "Install it:\n" + hint.strip() + "\n",
                null);
    }

    /** Waits for the plugin, which is killed when the time is over. */
    private Output output(Process process) {
        CompletableFuture<String> text = read(process.getInputStream());
        CompletableFuture<String> error = read(process.getErrorStream());
        try {
            text.thenCombine(error, String::concat).get(this.limit.toMillis(), TimeUnit.MILLISECONDS);
            return new Output(process.waitFor(), text.join(), error.join());
        } catch (TimeoutException ex) {
            throw failure(
                    "did not end within " + this.limit.toSeconds() + " s.",
                    "It may wait for a login; tests have no terminal for that. Log in with kubectl first.",
                    ex);
        } catch (InterruptedException ex) {
            Thread.currentThread().interrupt();
            throw failure("was interrupted.", "Run the tests again.", ex);
        } catch (ExecutionException ex) {
            throw failure("printed what cannot be read.", "Repair the plugin.", ex);
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    private static CompletableFuture<String> read(InputStream stream) {
        CompletableFuture<String> result = new CompletableFuture<>();
        Thread reader = new Thread(
                () -> {
                    try (stream) {
                        result.complete(new String(stream.readAllBytes(), StandardCharsets.UTF_8));
                    } catch (IOException ex) {
                        result.completeExceptionally(new UncheckedIOException(ex));
                    }
                },
                "e2e-migrations-credential-plugin");
        reader.setDaemon(true);
        reader.start();
        return result;
    }

    /** The last lines of the plugin's error output, without what looks like a secret. */
    private static String errorLines(String error) {
        List<String> lines = error.lines().filter(line -> !line.isBlank()).toList();
        return lines.isEmpty()
                ? "."
                : ":\n    "
                        + String.join("\n    ", lines.subList(Math.max(0, lines.size() - ERROR_LINES), lines.size()))
                                .replaceAll("[A-Za-z0-9_=+.-]{40,}", "…")
                                .replaceAll("(?i)((?:token|password|secret)\"?\\s*[=:]\\s*\"?)[^\\s\"]+", "$1…");
    }

    private CredentialPluginException failure(String problem, String remedy, @Nullable Throwable cause) {
        String text = this.user.toString();
        return new CredentialPluginException(
                this.config.getCommand(),
                "T" + text.substring(1) + " " + problem,
                remedy + " Check that it works with: kubectl --context " + this.context + " get pods",
                cause);
    }

    private record Output(int exitCode, String text, String error) {}
}
