package io.e2e.migrations.tool;

import java.io.PrintWriter;
import java.io.StringWriter;
import picocli.CommandLine;

/**
 * What a command printed.
 *
 * @param code the exit code
 * @param out the standard output
 * @param err the standard error, without what the library logs
 */
record CommandRun(int code, String out, String err) {

    /** Runs a command as {@link Main} does. */
    static CommandRun of(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine commandLine =
                Main.commandLine().setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
        int code = commandLine.execute(arguments);
        return new CommandRun(code, out.toString(), err.toString());
    }
}
