package io.e2e.migrations.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ReportPageTests {

    private static final String SCRIPT = "<script>alert('1')</script>";

    @Test
    void pageWhenEveryNameIsMarkupShowsItAsText() {
        String report = Runs.lines(
                "step|" + SCRIPT + "|\" onclick=\"x|" + SCRIPT + "|FAILED|0",
                "created|" + SCRIPT + "|" + SCRIPT,
                "absent|" + SCRIPT,
                "made|" + SCRIPT,
                "verified|" + SCRIPT + "|" + SCRIPT,
                "finding|MISSING|" + SCRIPT + "|" + SCRIPT + "|" + SCRIPT,
                "failed|" + SCRIPT + "|" + SCRIPT,
                SCRIPT + "|" + SCRIPT);

        String page = ReportPage.of(SCRIPT, List.of(Runs.of(SCRIPT, 1, List.of(SCRIPT), report)));

        assertThat(page)
                .doesNotContain("<script", "onclick=\"x")
                .contains("&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;", "title=\"&quot; onclick=&quot;x\"");
    }

    @Test
    void pageNeedsNoNetworkAndRunsNoScript() {
        String page = ReportPage.of("orders", List.of(Runs.of("OrderTests", 1, List.of(), Runs.plan(400))));

        assertThat(page)
                .contains("default-src 'none'; style-src 'unsafe-inline'; script-src 'none'")
                .doesNotContain("http:", "https:", "url(", "@import", "src=", "href=");
    }

    @Test
    void plansWhenEqualAreOneSectionWithAllThatUsedThem() {
        String page = ReportPage.of(
                "orders",
                List.of(
                        Runs.of("shop.OrderTests", 1, List.of("orders"), Runs.plan(3)),
                        Runs.of("shop.CustomerTests", 2, List.of("customers"), Runs.plan(3)),
                        Runs.of("shop.BillTests", 3, List.of("orders"), Runs.plan(3))));

        assertThat(page.split("<section", -1)).hasSize(3);
        assertThat(page)
                .contains("<dt>JVMs</dt><dd>3</dd>", "<dt>plans</dt><dd>2</dd>", "<dd>60 ms</dd>")
                .contains("<b>OrderTests</b> <small>shop</small>", "<b>BillTests</b> <small>shop</small>")
                .contains("verified when prepared", "3 migrations: came with the template")
                .contains("Roles that migrations name, made without a login: reporting")
                .contains(">V1 part 1</span><span class=\"why\">required by V2</span>")
                .contains("<i class=\"some\" style=\"width:100.0%\"></i></span><span class=\"time\">21 ms</span>");
    }

    @Test
    void failureComesFirstWithItsDifferencesAndCorrections() {
        String drift = Runs.lines(
                "finding|DIFFERENT|orders|column orders.id: integer expected, bigint found|ALTER TABLE orders …;",
                "failed|the database does not match the plan|Undo that.");

        String page = ReportPage.of(
                "orders",
                List.of(Runs.of("OrderTests", 1, List.of(), Runs.plan(3)), Runs.of("DriftTests", 2, List.of(), drift)));

        assertThat(page.indexOf("DriftTests")).isPositive().isLessThan(page.indexOf("OrderTests"));
        assertThat(page)
                .contains("<span class=\"badge bad\">something failed</span>", "differs from the plan")
                .contains("<p>column orders.id: integer expected, bigint found</p><pre>ALTER TABLE orders …;</pre>")
                .contains("<p class=\"note\">Undo that.</p>");
    }

    @Test
    void planOfHundredsOfMigrationsShowsTheSlowestFirstAndUnfoldsTheRest() {
        String page = ReportPage.of("orders", List.of(Runs.of("OrderTests", 1, List.of(), Runs.plan(400))));

        assertThat(page).contains("<summary>All 400 migrations, in their order</summary>", "viewBox=\"0 0 400 100\"");
        assertThat(page.split("<rect ", -1)).hasSize(401);
    }

    @Test
    void reasonThatAllMigrationsHaveIsSaidOnce() {
        String whole = "the whole catalog, since its parts differ";
        String report = Runs.lines("step|1 a|1.sql|" + whole + "|APPLIED|5", "step|2 b|2.sql|" + whole + "|APPLIED|0");

        String page = ReportPage.of("orders", List.of(Runs.of("OrderTests", 1, List.of("orders"), report)));

        assertThat(page.split(whole, -1)).hasSize(2);
        assertThat(page).contains("2 migrations: applied", "<span class=\"badge doubtful\">not verified</span>");
    }
}
