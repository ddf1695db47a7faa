package io.e2e.migrations.tool.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.e2e.migrations.tool.browser.Browser;
import io.e2e.migrations.tool.browser.PageChecks;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Looks for tables in the graph as a reader does. */
@Tag("night")
class GraphInBrowserTests {

    private static final String FADED = "getComputedStyle(document.querySelector('.card:not(.on)')).opacity";

    @TempDir
    private Path directory;

    @BeforeEach
    void needsChromium() {
        assumeTrue(Browser.program().isPresent(), "Chromium is not installed");
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 30, 400})
    void tableWhenItIsChosenShowsWhatItNeedsAndWhy(int migrations) throws Exception {
        Path files = Files.createDirectory(this.directory.resolve("migrations"));
        Path page = this.directory.resolve("graph.html");
        Files.writeString(
                page, CatalogGraph.of(Catalogs.of(migrations, files), List.of()).html("shop"));

        try (Browser browser = Browser.open(page, this.directory.resolve("profile"))) {
            PageChecks.assertReadable(browser);

            browser.click("#search");
            browser.type("rder");
            assertThat(shown(browser)).contains("order").doesNotContain("customer,");
            browser.press("Enter", 13);
            assertThat(browser.evaluate("document.querySelector('#plan h2').textContent"))
                    .isEqualTo("order");
            assertThat(browser.evaluate("document.querySelector('#plan .note').textContent"))
                    .matches("needs \\d+ of " + migrations + " migrations, which make 2 of \\d+ objects");
            assertThat(browser.evaluate("document.querySelector('#plan li').innerText"))
                    .isEqualTo("001 create_customer_1\nrequired by 002 create_order_2");
            assertThat(browser.evaluate("[...document.querySelectorAll('.card.on .name')].map(n => n.textContent)"))
                    .isEqualTo("customer,order");
            assertThat(browser.evaluate("document.querySelector('.card:not(.on)') ? " + FADED + " : '0.13'"))
                    .isEqualTo("0.13");
            assertThat(browser.evaluate("decodeURIComponent(location.hash)")).isEqualTo("#order");
            PageChecks.assertReadable(browser);

            browser.press("Escape", 27);
            assertThat(browser.evaluate("document.querySelector('#plan').hidden"))
                    .isEqualTo("true");
            browser.click(".object[data-o='0'] .name");
            assertThat(browser.evaluate("document.querySelector('#plan h2').textContent"))
                    .isEqualTo("customer");
            browser.click("#plan button");
            assertThat(browser.evaluate("document.querySelector('svg').classList.contains('focused')"))
                    .isEqualTo("false");
            assertThat(browser.evaluate("document.activeElement.id")).isEqualTo("search");

            String before = browser.evaluate("document.querySelector('svg').getAttribute('width')");
            browser.click("#larger");
            assertThat(browser.evaluate("document.querySelector('svg').getAttribute('width')"))
                    .isNotEqualTo(before);
            browser.click("#fit");
            assertThat(
                            browser.evaluate(
                                    "document.querySelector('svg').clientWidth <= document.querySelector('#canvas').clientWidth"))
                    .isEqualTo("true");
        }
    }

    private static String shown(Browser browser) throws InterruptedException {
        return browser.evaluate(
                "[...document.querySelectorAll('#objects li:not([hidden])')].map(i => i.textContent.trim()).join() + ','");
    }
}
