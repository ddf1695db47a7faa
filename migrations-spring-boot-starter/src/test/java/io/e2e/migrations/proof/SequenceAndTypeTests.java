package io.e2e.migrations.proof;

import static io.e2e.migrations.proof.CatalogCopy.messageOf;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A catalog whose sequences and types stand alone: each is made, altered, renamed and dropped. */
class SequenceAndTypeTests {

    private static final CatalogProof KINDS = CatalogProof.of("classpath:kinds");

    @TempDir
    private Path directory;

    @Test
    void verifyWhenHeadersAreTrueProvesEveryMigration() {
        ProofReport report = KINDS.verify();

        assertThat(report.toString()).contains("7 headers, 7 downs").doesNotContain("not shown");
    }

    @Test
    void describeLeavesOutWhatColumnsAndTablesOwn() {
        assertThat(KINDS.describe().text()).isEqualTo("""
                table orders
                    column id bigint not null default nextval('orders_seq'::regclass)
                    column position integer not null default nextval('orders_position_seq'::regclass) sequence \
                orders_position_seq integer
                    column line bigint not null generated always as identity sequence orders_line_seq bigint
                    column mood mood
                    column moods mood[]
                    column mail mail_address
                    constraint orders_pkey PRIMARY KEY (id)

                sequence orders_seq
                    bigint start 1 by 10 from 1 to 9223372036854775807 cache 1

                type mail_address
                    domain character varying(80) not null constraint email_at CHECK (VALUE::text ~~ '%@%'::text) \
                constraint email_short CHECK (length(VALUE::text) < 60) comment 'not checked any further'

                type mood
                    enum ('sad', 'fine', 'glad')
                """);
    }

    @Test
    void describeShowsAttributesCommentsAndRights() {
        assertThat(CatalogCopy.kinds(this.directory)
                        .remove("006_names.sql")
                        .remove("007_gone.sql")
                        .proof()
                        .describe()
                        .text())
                .contains("""
                        sequence invoices_seq
                            integer start 100 by 1 from 1 to 999 cache 1 cycle comment 'one series a year'
                        """)
                .contains("""
                        type address
                            composite (street text, zip character varying(10), town text)
                            privileges of clerk USAGE
                            privileges of public none
                        """)
                .contains("""
                        type span
                            range of time without time zone
                        """);
    }

    @Test
    void verifyWhenHeadersHideWhatTheSqlDoesOffersTheLines() {
        CatalogCopy catalog = CatalogCopy.kinds(this.directory)
                .replace("001_sequences.sql", ", invoices_seq", "")
                .replace("002_types.sql", ", span", "")
                .replace("002_types.sql", "-- requires: role clerk\n", "")
                .replace("004_tens.sql", "-- alters: sequence orders_seq, table orders (id)\n", "")
                .replace("005_words.sql", "type mood, email, address, table orders (mood, moods, mail)", "type mood")
                .replace("006_names.sql", "drops: sequence invoices_seq, type email, address", "drops: type email")
                .replace("007_gone.sql", "type place, span", "type place");

        assertThat(messageOf(catalog)
                        .lines()
                        .filter(line -> line.contains("--"))
                        .map(String::strip))
                .containsExactly(
                        "Its header must have: -- creates: sequence invoices_seq",
                        "Its header must have: -- creates: type span",
                        "Its header must have: -- requires: role clerk",
                        "Its header must have: -- alters: sequence orders_seq",
                        "Its header must have: -- alters: table orders (id)",
                        "Its header must have: -- alters: type address, email",
                        "Its header must have: -- alters: table orders (mood, moods, mail)",
                        "Its header must have: -- drops: sequence invoices_seq",
                        "Its header must have: -- drops: type address",
                        "Its header must have: -- drops: type span");
    }

    @Test
    void verifyWhenHeadersClaimWhatTheSqlDoesNotDoSaysSo() {
        CatalogCopy catalog = CatalogCopy.kinds(this.directory).replace("003_orders.sql", "creates: table orders", """
                        creates: table orders
                        -- creates: sequence orders_position_seq, orders_line_seq
                        -- creates: type orders, _mood
                        -- alters: type email
                        -- alters: sequence orders_seq""");

        assertThat(messageOf(catalog)
                        .lines()
                        .filter(line -> line.contains("--"))
                        .map(String::strip))
                .containsExactly(
                        "Take out of its header: -- creates: sequence orders_line_seq, orders_position_seq",
                        "Take out of its header: -- creates: type _mood, orders",
                        "Take out of its header: -- alters: type email",
                        "Take out of its header: -- alters: sequence orders_seq");
    }

    @Test
    void verifyWhenATypeIsNotRequiredOffersTheLine() {
        CatalogCopy catalog = CatalogCopy.kinds(this.directory)
                .replace("003_orders.sql", "-- requires: sequence orders_seq, type mood, type email\n", "");

        assertThat(messageOf(catalog))
                .contains("003_orders.sql: with what its header requires, it does not apply to an empty database: ")
                .contains("Its header must have: -- requires: 001, 002\n");
    }

    @Test
    void verifyWhenADomainOfAnEnumerationIsUsedComparesBoth() {
        CatalogCopy catalog = new CatalogCopy(this.directory)
                .add(
                        "001_types.sql",
                        "-- creates: type mood, good_mood",
                        "CREATE TYPE mood AS ENUM ('ok');\nCREATE DOMAIN good_mood AS mood;",
                        "DROP DOMAIN good_mood;\nDROP TYPE mood;")
                .add(
                        "002_days.sql",
                        "-- creates: table days\n-- requires: type good_mood",
                        "CREATE TABLE days (felt good_mood);",
                        "DROP TABLE days;")
                .add(
                        "003_fine.sql",
                        "-- alters: type mood",
                        "ALTER TYPE mood RENAME VALUE 'ok' TO 'fine';",
                        "ALTER TYPE mood RENAME VALUE 'fine' TO 'ok';");

        assertThat(messageOf(catalog))
                .contains("Its header must have: -- alters: type good_mood\n")
                .contains("Its header must have: -- alters: table days (felt)\n");
    }
}
