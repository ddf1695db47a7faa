package io.e2e.migrations.tool;

import java.util.List;
import picocli.CommandLine.Option;

/** The option of commands that are about some tables. Written by picocli. */
final class TableOption {

    @Option(
            names = "--tables",
            split = ",",
            paramLabel = "NAME",
            description = "Tables, views, sequences, types, migrations, groups or patterns. Everything if not set.")
    private List<String> names = List.of();

    List<String> names() {
        return this.names;
    }
}
