package io.e2e.migrations.tool;

import io.e2e.migrations.config.MigrationException;
import java.io.PrintWriter;
import java.util.Objects;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.IVersionProvider;

/** The command line: {@code e2e-migrations COMMAND}. Ends with 0, with 1 for a finding, or with 2 for an error. */
@Command(
        name = "e2e-migrations",
        header = "What migrations make, which of them a table needs, and whether that is true.",
        description = "Reads SQL migrations of any tool, and tries them on a PostgreSQL that it starts for itself.",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        subcommands = {
            DescribeCommand.class,
            GraphCommand.class,
            PlanCommand.class,
            ProofCommand.class,
            SchemaCommand.class,
            StatusCommand.class
        },
        synopsisSubcommandLabel = "COMMAND",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:Done, and nothing is to be done.",
            "1:Done, with a finding: a proof that failed, a migration that is pending.",
            "2:Not done: wrong usage or an error."
        },
        footer = {"", "e2e-migrations COMMAND --help prints the options of a command."})
public final class Main implements Runnable {

    static final int NOTHING_TO_DO = ExitCode.OK;

    static final int FINDING = 1;

    static final int ERROR = 2;

    @CommandLine.Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it.
    private CommandLine.Model.CommandSpec spec;

    private Main() {}

    /** Runs a command, and ends the JVM. */
    public static void main(String... arguments) {
        System.exit(commandLine().execute(arguments));
    }

    /** The commands, as {@link #main} runs them. */
    static CommandLine commandLine() {
        return new CommandLine(new Main())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setUsageHelpAutoWidth(true)
                .setParameterExceptionHandler(Main::reportUsage)
                .setExecutionExceptionHandler((failure, command, parsed) -> report(failure, command));
    }

    /** Without the help, which would push the message off the screen, and without a password in an argument. */
    private static int reportUsage(CommandLine.ParameterException failure, String... arguments) {
        CommandLine command = failure.getCommandLine();
        boolean hasPassword =
                Stream.of(arguments).anyMatch(argument -> argument.startsWith(StatusCommand.PASSWORD + "="));
        command.getErr()
                .println(
                        hasPassword
                                ? StatusCommand.PASSWORD + " has no value, which every user of this machine could see."
                                : failure.getMessage());
        command.getErr()
                .println("Action: " + command.getCommandSpec().qualifiedName() + " --help prints what can be said.");
        return ERROR;
    }

    /** Without a stack trace, if a person can act on the message. */
    private static int report(Exception failure, CommandLine command) {
        PrintWriter err = command.getErr();
        if (failure instanceof MigrationException) {
            err.println(failure.getMessage());
        } else {
            failure.printStackTrace(err);
        }
        return ERROR;
    }

    @Override
    public void run() {
        throw new CommandLine.ParameterException(this.spec.commandLine(), "Name a command.");
    }

    /** The version in the manifest of the jar. */
    static final class Version implements IVersionProvider {

        @Override
        public String[] getVersion() {
            return new String[] {
                "e2e-migrations "
                        + Objects.requireNonNullElse(
                                Main.class.getPackage().getImplementationVersion(), "(not packaged)")
            };
        }
    }
}
