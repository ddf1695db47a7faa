package io.e2e.migrations.tool.describe;

import static org.assertj.core.api.Assertions.assertThat;

import io.e2e.migrations.catalog.MigrationFacts;
import io.e2e.migrations.catalog.Requirement;
import io.e2e.migrations.schema.ObjectKind;
import io.e2e.migrations.schema.SchemaObject;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Headers of our own format. */
class HeaderTextTests {

    private static final String TEXT = """
            -- name: orders
            -- description: What customers have ordered.
            -- creates: index idx_a,
            --     idx_b on orders
            -- creates: table orders
            -- requires: 001
            --
            -- Prose: it is kept.

            -- +goose Up
            CREATE TABLE orders (id int);
            """;

    private static final MigrationFacts FACTS = new MigrationFacts(
            List.of(
                    SchemaObject.of(ObjectKind.TABLE, "orders"),
                    SchemaObject.of(ObjectKind.INDEX, "idx_b", "orders"),
                    SchemaObject.of(ObjectKind.INDEX, "idx_a", "orders")),
            List.of(),
            List.of(),
            List.of(new Requirement.Role("clerk")),
            List.of());

    @Test
    void withWhenAKeySaysTheSameKeepsItsLines() {
        assertThat(HeaderText.of(TEXT).with(FACTS).text())
                .isEqualTo(TEXT.replace("requires: 001", "requires: role clerk"));
        assertThat(HeaderText.of(TEXT.replace("\n", "\r\n")).with(FACTS).text())
                .isEqualTo(TEXT.replace("requires: 001", "requires: role clerk").replace("\n", "\r\n"));
    }

    @Test
    void withWhenAKeyIsMissingPutsItAfterThoseBeforeIt() {
        String without = TEXT.replaceAll("(?m)^-- (creates|requires|   ).*\n", "");

        assertThat(HeaderText.of(without).with(FACTS).text()).isEqualTo("""
                -- name: orders
                -- description: What customers have ordered.
                -- creates: table orders
                -- creates: index idx_b, idx_a on orders
                -- requires: role clerk
                --
                -- Prose: it is kept.

                -- +goose Up
                CREATE TABLE orders (id int);
                """);
    }

    @Test
    void completedWhenThereIsNoHeaderTakesTheWordsOfTheName() {
        String text = "CREATE TABLE orders (id int);";

        HeaderText completed = HeaderText.of(text).completed("025_open_orders.sql");

        assertThat(completed.text())
                .isEqualTo("-- name: open_orders\n-- description: Open orders.\n\nCREATE TABLE orders (id int);");
        assertThat(completed.isNamed()).isTrue();
        assertThat(completed.completed("025_open_orders.sql")).isEqualTo(completed);
        assertThat(HeaderText.of(TEXT).completed("025_open_orders.sql").text()).isEqualTo(TEXT);
    }

    @Test
    void withoutFactsKeepsWhatMustBeThereBeforeTheStatementsRun() {
        String text = TEXT.replace("requires: 001", "requires: 001, extension citext, table customers, role clerk");

        assertThat(HeaderText.of(text).withoutFacts().text()).isEqualTo("""
                        -- name: orders
                        -- description: What customers have ordered.
                        -- requires: extension citext, role clerk
                        --
                        -- Prose: it is kept.

                        -- +goose Up
                        CREATE TABLE orders (id int);
                        """);
    }
}
