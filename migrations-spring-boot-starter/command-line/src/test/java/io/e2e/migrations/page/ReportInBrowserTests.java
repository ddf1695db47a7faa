package io.e2e.migrations.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.e2e.migrations.RecordedRun;
import io.e2e.migrations.tool.browser.Browser;
import io.e2e.migrations.tool.browser.PageChecks;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Reads the page about a run as a reader does. In this module, because the graph needs the same browser. */
@Tag("night")
class ReportInBrowserTests {

    private static final String DRIFT =
            "finding|DIFFERENT|maker|column maker.id: integer expected, bigint found|ALTER TABLE"
                    + " maker ALTER COLUMN id TYPE integer USING id::integer;  -- loses data that does not fit";

    @TempDir
    private Path directory;

    @BeforeEach
    void needsChromium() {
        assumeTrue(Browser.program().isPresent(), "Chromium is not installed");
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 30, 400})
    void pageIsReadableAndUnfolds(int migrations) throws Exception {
        Path page = this.directory.resolve("report.html");
        Files.writeString(
                page,
                ReportPage.of(
                        "order-service",
                        List.of(
                                run("com.example.shop.OrderRepositoryTests", plan(migrations)),
                                run(
                                        "com.example.shop.DriftTests",
                                        Stream.of(DRIFT, "failed|It differs.|Undo that.")))));

        try (Browser browser = Browser.open(page, this.directory.resolve("profile"))) {
            PageChecks.assertReadable(browser);

            assertThat(browser.evaluate("document.querySelector('h1').innerText"))
                    .isEqualTo("order-service");
            assertThat(browser.evaluate("document.querySelector('.badge').innerText"))
                    .isEqualTo("something failed");
            assertThat(browser.evaluate("document.querySelector('.differences p').innerText"))
                    .isEqualTo("column maker.id: integer expected, bigint found");
            assertThat(browser.evaluate("[...document.querySelectorAll('ol.rows')].pop().children.length"))
                    .isEqualTo(String.valueOf(migrations));
            boolean open =
                    browser.evaluate("document.querySelector('details').open").equals("true");
            browser.click("summary");
            assertThat(browser.evaluate("document.querySelector('details').open"))
                    .isEqualTo(String.valueOf(!open));
            PageChecks.assertReadable(browser);
        }
    }

    private static Stream<String> plan(int migrations) {
        return Stream.concat(
                IntStream.rangeClosed(1, migrations)
                        .mapToObj(number -> "step|V" + number + " create_a_table_with_a_long_name_" + number + "|V"
                                + number + ".sql|requested: t" + number + "|FROM_TEMPLATE|" + number % 50),
                Stream.of(
                        "created|2 tables|orders|customers",
                        "verified|verified|verified, compared with the template: 2 tables",
                        "prepared"));
    }

    private static PageRun run(String user, Stream<String> lines) {
        String report =
                lines.map(line -> line.replace('|', '\u001f') + '\u001e').collect(Collectors.joining());
        return new PageRun(
                user,
                "orders",
                1,
                new RecordedRun(
                        List.of("orders"),
                        "embedded PostgreSQL 18.6 at 127.0.0.1:41233/action_history",
                        Instant.parse("2026-11-27T09:30:00Z"),
                        Duration.ofMillis(42),
                        report));
    }
}
