package io.e2e.migrations.tool;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PlanCommandTests {

    @Test
    void planWhenTableIsNamedPrintsMigrationsWithReasons() {
        CommandRun run = CommandRun.of("plan", "--locations=classpath:db/e2e-migrations", "--tables=audit_events");

        assertThat(run).isEqualTo(new CommandRun(0, """
                013 audit_events              requested: audit_events
                023 event_hashing             shapes audit_events
                024 legal_hold                shapes audit_events
                1000 audit_events_partitions  shapes audit_events
                """, ""));
    }

    @Test
    void planWhenTableIsUnknownSaysProblemAndRemedy() {
        CommandRun run = CommandRun.of("plan", "--locations=classpath:db/e2e-migrations", "--tables=audit_event");

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err())
                .startsWith("'audit_event' in the selected tables is not a table, ")
                .contains("\nDid you mean audit_events")
                .contains("\nAction: Correct the entry")
                .doesNotContain("\tat ");
    }
}
