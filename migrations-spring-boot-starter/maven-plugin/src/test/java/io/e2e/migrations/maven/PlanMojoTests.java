package io.e2e.migrations.maven;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class PlanMojoTests {

    @Test
    void planWhenTableIsNamedPrintsMigrationsWithReasons() throws Exception {
        MojoRun run = new MojoRun(new PlanMojo())
                .with("locations", List.of("classpath:db/e2e-migrations"))
                .with("tables", List.of("event_hashing"));

        assertThat(run.execute()).contains("023 event_hashing  requested: event_hashing");
    }
}
