package io.e2e.migrations.tool;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class MainTests {

    @Test
    void commandWhenOptionIsUnknownNamesTheHelp() {
        assertThat(CommandRun.of("plan", "--table=a")).isEqualTo(new CommandRun(2, "", """
                Unknown option: '--table=a'
                Action: e2e-migrations plan --help prints what can be said.
                """));
    }

    @Test
    void commandWhenFormatIsUnknownListsFormats() {
        assertThat(CommandRun.of("plan", "--locations=classpath:db/e2e-migrations", "--format=rails"))
                .isEqualTo(new CommandRun(2, "", """
                'rails' is no format of migrations. Formats: auto, headers, flyway, goose, golang-migrate, sqlx, dbmate, \
                sql-migrate, liquibase, directories, plain
                Action: e2e-migrations plan --help prints what can be said.
                """));
    }

    @Test
    void helpOfEachCommandHasDescriptionsForAllOptions() {
        CommandLine main = Main.commandLine();

        assertThat(CommandRun.of("--help").out()).contains("Exit codes:");
        main.getSubcommands().forEach((name, command) -> {
            assertThat(CommandRun.of(name, "--help").out()).contains("Usage: e2e-migrations " + name);
            assertThat(command.getCommandSpec().options())
                    .allSatisfy(option -> assertThat(option.description()).isNotEmpty());
        });
    }
}
