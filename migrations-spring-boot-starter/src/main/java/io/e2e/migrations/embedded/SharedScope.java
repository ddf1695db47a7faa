package io.e2e.migrations.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Who shares a server with this JVM, as a text that is equal for all of them and nobody else. */
final class SharedScope {

    private static final Logger LOG = LoggerFactory.getLogger(SharedScope.class);

    private SharedScope() {}

    /** Empty if nobody does: because it is so wanted, or because it cannot be done here. */
    static Optional<String> of(EmbeddedSettings.Reuse reuse) {
        if (reuse == EmbeddedSettings.Reuse.JVM) {
            return Optional.empty();
        }
        if (Platform.current().isWindows() || !GuardianLaunch.isPossible()) {
            LOG.debug("The server is this JVM's only: on this system nothing could end a shared one");
            return Optional.empty();
        }
        if (reuse == EmbeddedSettings.Reuse.USER) {
            return Optional.of("user " + namespaces());
        }
        Optional<ProcessHandle> build = BuildProcess.above(ProcessHandle.current());
        if (build.isEmpty()) {
            LOG.debug("The server is this JVM's only: neither Maven nor Gradle is seen to have started it");
        }
        return build.map(process -> "build " + Processes.mark(process) + " " + namespaces());
    }

    /** Containers that share a directory do not share process numbers and the loopback. */
    private static String namespaces() {
        return namespace("pid") + " " + namespace("net");
    }

    private static String namespace(String kind) {
        try {
            return Files.readSymbolicLink(Path.of("/proc/self/ns", kind)).toString();
        } catch (IOException ex) {
            return "";
        }
    }
}
