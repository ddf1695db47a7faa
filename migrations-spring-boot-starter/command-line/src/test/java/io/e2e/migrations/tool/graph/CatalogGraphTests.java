package io.e2e.migrations.tool.graph;

import static org.assertj.core.api.Assertions.assertThat;

import io.e2e.migrations.catalog.MigrationCatalog;
import io.e2e.migrations.catalog.MigrationFacts;
import io.e2e.migrations.schema.ObjectKind;
import io.e2e.migrations.schema.SchemaObject;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

class CatalogGraphTests {

    private static final List<String> ALL = List.of();

    @TempDir
    private Path directory;

    @Test
    void graphOfFourHundredMigrationsIsTheSameEachTimeAndItsCardsDoNotOverlap() throws Exception {
        MigrationCatalog catalog = Catalogs.of(400, this.directory);

        String svg = CatalogGraph.of(catalog, ALL).svg();
        String page = CatalogGraph.of(catalog, ALL).html("shop");

        assertThat(svg).isEqualTo(CatalogGraph.of(catalog, ALL).svg());
        assertThat(page).isEqualTo(CatalogGraph.of(catalog, ALL).html("shop")).contains("400 migrations, 170 tables. ");
        List<double[]> boxes = boxes(svg);
        assertThat(boxes).hasSizeGreaterThan(100);
        for (double[] one : boxes) {
            assertThat(boxes)
                    .filteredOn(other -> other != one && overlap(one, other))
                    .isEmpty();
        }
    }

    private static List<double[]> boxes(String svg) throws Exception {
        DocumentBuilderFactory parsers = DocumentBuilderFactory.newInstance();
        NodeList groups = parsers.newDocumentBuilder()
                .parse(new InputSource(new StringReader(svg)))
                .getElementsByTagName("g");
        List<double[]> boxes = new ArrayList<>();
        for (int index = 0; index < groups.getLength(); index++) {
            Element group = (Element) groups.item(index);
            if (group.hasAttribute("data-c")) {
                String[] place = group.getAttribute("transform").split("[( )]", -1);
                Element box = (Element) group.getElementsByTagName("rect").item(0);
                boxes.add(new double[] {
                    Double.parseDouble(place[1]),
                    Double.parseDouble(place[2]),
                    Double.parseDouble(box.getAttribute("width")),
                    Double.parseDouble(box.getAttribute("height"))
                });
            }
        }
        return boxes;
    }

    private static boolean overlap(double[] one, double[] other) {
        return one[0] < other[0] + other[2]
                && other[0] < one[0] + one[2]
                && one[1] < other[1] + other[3]
                && other[1] < one[1] + one[3];
    }

    @Test
    void lineLeadsToWhatAMigrationNeedsUnlessAnotherLineIncludesIt() throws IOException {
        Catalogs.write(this.directory, 1, "customers", "-- creates: table customers\n");
        Catalogs.write(this.directory, 2, "orders", "-- creates: table orders\n-- requires: table customers\n");
        Catalogs.write(
                this.directory, 3, "items", "-- creates: table items\n-- requires: table orders, table customers\n");
        Catalogs.write(this.directory, 4, "tenants", "-- creates: table tenants\n");
        Catalogs.write(
                this.directory, 5, "tenancy", "-- alters: table customers (tenant)\n-- requires: table tenants\n");

        String svg = CatalogGraph.of(MigrationCatalog.load(List.of("file:" + this.directory), null), ALL)
                .svg();

        assertThat(svg)
                .contains(
                        "class=\"wire\" data-from=\"1\" data-to=\"0\"", "class=\"wire\" data-from=\"2\" data-to=\"1\"")
                .contains("class=\"wire later\" data-from=\"0\" data-to=\"3\"")
                .doesNotContain("data-from=\"2\" data-to=\"0\"")
                .contains("data-m=\"4\"", "<title>005 tenancy_5</title>");
    }

    @Test
    void pageHasThePlanOfEachObjectWithItsReasons() throws IOException {
        Catalogs.write(this.directory, 1, "customers", "-- creates: table customers\n");
        Catalogs.write(this.directory, 2, "orders", "-- creates: table orders\n-- requires: table customers\n");

        String page = CatalogGraph.of(MigrationCatalog.load(List.of("file:" + this.directory), null), ALL)
                .html("shop");

        assertThat(page).contains("""
                {"migrations":["001 customers_1","002 orders_2"],
                "makers":[0, 1],
                "plans":[[0,0],[0,1,1,2]],
                "reasons":["requested: customers","required by 002 orders_2","requested: orders"]}""");
    }

    @Test
    void graphOfASelectionHasWhatItNeedsAndNothingElse() throws IOException {
        Catalogs.write(this.directory, 1, "customers", "-- creates: table customers\n");
        Catalogs.write(this.directory, 2, "orders", "-- creates: table orders\n-- requires: table customers\n");
        Catalogs.write(this.directory, 3, "items", "-- creates: table items\n-- requires: table orders\n");
        MigrationCatalog catalog = MigrationCatalog.load(List.of("file:" + this.directory), null);

        assertThat(CatalogGraph.of(catalog, List.of("orders")).svg())
                .contains(">customers<", ">orders<")
                .doesNotContain("items");
    }

    @Test
    void pageWhenNamesAreMarkupShowsThemAsText() throws IOException {
        Files.writeString(this.directory.resolve("V1__<script>.sql"), "SELECT 1;");
        MigrationFacts facts = new MigrationFacts(
                List.of(SchemaObject.of(ObjectKind.TABLE, "<script>alert('1')</script>")),
                List.of(),
                List.of(),
                List.of(),
                List.of());
        MigrationCatalog catalog = MigrationCatalog.load(List.of("file:" + this.directory), null)
                .withFacts(Map.of("V1__<script>.sql", facts));

        String page = CatalogGraph.of(catalog, ALL).html("</title><script>alert(2)</script>");

        assertThat(page)
                .doesNotContain("<script>alert", "alert(2)</script>")
                .contains(
                        "&lt;script&gt;alert(&#39;1&#39;)&lt;/", "\\u003cscript\\u003ealert('1')\\u003c/script\\u003e")
                .contains("default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-");
        assertThat(page.split("<script", -1)).hasSize(3);
    }
}
