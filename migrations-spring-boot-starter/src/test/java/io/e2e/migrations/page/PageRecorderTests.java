package io.e2e.migrations.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.e2e.migrations.MigrationService;
import io.e2e.migrations.boot.autoconfigure.E2eMigrationsAutoConfiguration;
import io.e2e.migrations.junit.MigratedDatabase;
import io.e2e.migrations.testing.ChildJvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class PageRecorderTests {

    private static final String SECRET = "swordfish-2026";

    private final ApplicationContextRunner context = new ApplicationContextRunner()
            .withConfiguration(
                    AutoConfigurations.of(E2eMigrationsAutoConfiguration.class, DataSourceAutoConfiguration.class))
            .withPropertyValues("e2e.migrations.target=embedded", "e2e.migrations.tables=audit_events");

    @TempDir
    private Path directory;

    @Test
    void jvmWhenItEndsWritesThePageWhereABuildWritesAndNothingIfNothingWasDone() throws IOException {
        try (ChildJvm busy =
                        ChildJvm.of(Ending.class).withDirectory(this.directory).start("busy", "target");
                ChildJvm idle =
                        ChildJvm.of(Ending.class).withDirectory(this.directory).start("idle", "target");
                ChildJvm unbuilt =
                        ChildJvm.of(Ending.class).withDirectory(this.directory).start("busy", "src")) {
            assertThat(List.of(busy.outputOfSuccess(), idle.outputOfSuccess(), unbuilt.outputOfSuccess()))
                    .containsOnly("");
            List<Path> pages = files("report.html");

            assertThat(pages).hasSize(1);
            assertThat(Files.readString(pages.get(0))).contains("<b>OrderTests</b> <small>shop</small>");
            assertThat(files("e2e-migrations")).hasSize(1);
        }
    }

    private List<Path> files(String name) throws IOException {
        try (Stream<Path> files = Files.walk(this.directory)) {
            return files.filter(file -> file.endsWith(name)).toList();
        }
    }

    @Test
    void contextIsOnThePageWithoutItsPassword() {
        this.context
                .withPropertyValues("e2e.migrations.postgres-password=" + SECRET, "spring.application.name=with-page")
                .run(started -> {
                    List<PageRun> runs = started.getBean(MigrationService.class).runs().stream()
                            .map(run -> new PageRun("with-page", "orders", 1, run))
                            .toList();

                    assertThat(PageRecorder.users()).contains(started.getId());
                    assertThat(runs).hasSize(1);
                    assertThat(RunFile.write(runs) + ReportPage.of("orders", runs))
                            .contains("requested: audit_events")
                            .doesNotContain(SECRET);
                    assertThat(RunFile.read(RunFile.write(runs))).hasSameSizeAs(runs);
                });
    }

    @Test
    void contextWhenAPropertySaysSoIsNotOnThePage() {
        this.context.withPropertyValues("e2e.migrations.report-page=false").run(started -> {
            assertThat(started).hasNotFailed();
            assertThat(PageRecorder.users()).doesNotContain(String.valueOf(started.getId()));
        });
    }

    @Test
    void secondContextShowsWhenItsMigrationsWereAppliedAndThatTheyWereVerifiedWhenPrepared() {
        this.context.run(first -> this.context.run(second -> {
            PlanFacts facts =
                    new PlanFacts(second.getBean(MigrationService.class).runs().get(0));

            assertThat(facts.status()).isEqualTo("verified when prepared");
            assertThat(facts.steps).anyMatch(step -> step.millis() > 0);
            assertThat(facts.commonReason()).isEmpty();
        }));
    }

    @Nested
    @MigratedDatabase(tables = "audit_events")
    class JunitTests {

        @Test
        void classWithoutSpringIsOnThePage() {
            assertThat(PageRecorder.users()).contains(JunitTests.class.getName());
        }
    }

    /** Ends in its own directory, which contains one of this name. */
    static final class Ending {

        private Ending() {}

        public static void main(String[] arguments) throws IOException {
            Files.createDirectory(Path.of(arguments[1]));
            PageRun run = Runs.of("shop.OrderTests", 1, List.of("orders"), Runs.plan(3));
            PageRecorder.add(run.user(), arguments[0].equals("busy") ? List.of(run.run()) : List.of());
        }
    }
}
