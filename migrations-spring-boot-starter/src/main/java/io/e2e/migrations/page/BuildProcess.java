package io.e2e.migrations.page;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/**
 * The process that started this JVM, such as Maven, a Gradle daemon or an IDE: what tells the JVMs of one build from others.
 *
 * @param id its process id and start, as a word
 * @param ends whether it ends with its build, so that all that it starts is of one build
 */
record BuildProcess(String id, boolean ends) {

    private static final Set<String> SHELLS = Set.of("sh", "bash", "dash", "ash", "busybox", "zsh", "ksh", "cmd.exe");

    private static final String MAVEN = "org.codehaus.plexus.classworlds.launcher.Launcher";

    /** The nearest ancestor that is no shell: Surefire starts its JVMs by one. */
    static BuildProcess current() {
        Optional<ProcessHandle> ancestor = ProcessHandle.current().parent();
        while (ancestor.isPresent() && isShell(ancestor.get())) {
            ancestor = ancestor.get().parent();
        }
        if (ancestor.isEmpty()) {
            return new BuildProcess("0", false);
        }
        ProcessHandle build = ancestor.get();
        return new BuildProcess(build.pid() + "." + start(build), isMaven(build));
    }

    private static boolean isShell(ProcessHandle process) {
        Optional<String> command = process.info().command();
        return command.isPresent()
                && SHELLS.contains(Path.of(command.get()).getFileName().toString());
    }

    private static boolean isMaven(ProcessHandle process) {
        Optional<String[]> arguments = process.info().arguments();
        return arguments.isPresent() && Arrays.asList(arguments.get()).contains(MAVEN);
    }

    /** When a process started, in milliseconds; 0 if the system does not tell. */
    static long start(ProcessHandle process) {
        return process.info().startInstant().orElse(Instant.EPOCH).toEpochMilli();
    }
}
