package io.e2e.migrations.embedded;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Finds the build that runs this JVM: the nearest JVM above it in the tree of processes, if that is Maven's or Gradle's.
 * Surefire and Failsafe start their forks through a shell, so the build need not be the very parent.
 */
final class BuildProcess {

    /** The main classes of Maven, mvnd and Gradle, and the jar from which Gradle's wrapper runs. */
    private static final List<String> LAUNCHERS = List.of(
            "org.codehaus.plexus.classworlds.launcher.Launcher",
            "org.apache.maven.wrapper.MavenWrapperMain",
            "org.mvndaemon.mvnd.common.MavenDaemon",
            "org.gradle.launcher.daemon.bootstrap.GradleDaemon",
            "org.gradle.launcher.GradleMain",
            "org.gradle.wrapper.GradleWrapperMain",
            "gradle-wrapper.jar");

    private BuildProcess() {}

    /** Empty if this process was started otherwise, or if the system does not tell. */
    static Optional<ProcessHandle> above(ProcessHandle process) {
        Optional<ProcessHandle> ancestor = process.parent();
        while (ancestor.isPresent()) {
            Optional<String> program = ancestor.get().info().command();
            if (program.isEmpty()) {
                return Optional.empty();
            }
            if (isJava(program.get())) {
                return ancestor.filter(java -> isBuild(Processes.arguments(java)));
            }
            ancestor = ancestor.get().parent();
        }
        return Optional.empty();
    }

    /** A program that was replaced while it runs has a remark after its name on Linux. */
    private static boolean isJava(String command) {
        String name = Path.of(command).getFileName().toString().replace(" (deleted)", "");
        return name.equals("java") || name.startsWith("java.");
    }

    /** Whether these are the arguments of a build tool's JVM. */
    static boolean isBuild(List<String> arguments) {
        return arguments.stream()
                .map(argument -> argument.substring(argument.lastIndexOf('/') + 1))
                .anyMatch(LAUNCHERS::contains);
    }
}
