package io.e2e.migrations.tool;

import io.e2e.migrations.tool.catalog.Outcome;
import io.e2e.migrations.tool.catalog.ToolSettings;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A command that works on migrations: prints what its operation answers, and ends with 0, or with 1 for a finding. */
abstract class CatalogCommand implements Callable<Integer> {

    @Mixin
    private CatalogOptionGroup catalog = new CatalogOptionGroup();

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Print this help.")
    @SuppressWarnings("UnusedVariable") // picocli asks whether it is given.
    private boolean help;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it.
    private CommandSpec spec;

    @Override
    public final Integer call() {
        Outcome outcome = run(settings());
        this.spec.commandLine().getOut().println(outcome.text());
        return outcome.isFinding() ? Main.FINDING : Main.NOTHING_TO_DO;
    }

    private ToolSettings settings() {
        try {
            return this.catalog.settings(tables());
        } catch (IllegalArgumentException ex) {
            throw new ParameterException(this.spec.commandLine(), ex.getMessage(), ex);
        }
    }

    /** The tables that the command is about; none means all. */
    List<String> tables() {
        return List.of();
    }

    /** Does the work. */
    abstract Outcome run(ToolSettings settings);
}
