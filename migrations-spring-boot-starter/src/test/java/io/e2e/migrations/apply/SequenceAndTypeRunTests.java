package io.e2e.migrations.apply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.e2e.migrations.MigrationConfig;
import io.e2e.migrations.MigrationService;
import io.e2e.migrations.config.MigrationOptions;
import io.e2e.migrations.plan.UnknownSelectionException;
import io.e2e.migrations.testing.SharedDatabase;
import io.e2e.migrations.verify.VerificationFailedException;
import org.junit.jupiter.api.Test;

/** Sequences and types that stand alone, on the way from a selection to a verified database. */
class SequenceAndTypeRunTests {

    private final SharedDatabase database = SharedDatabase.create();

    private MigrationService service(String... tables) {
        MigrationOptions options = MigrationOptions.defaults().withLocations("classpath:kinds");
        MigrationConfig config = MigrationConfig.defaults().withOptions(options).withTables(tables);
        return MigrationService.open(config, this.database.access());
    }

    @Test
    void applyWhenASequenceIsSelectedGivesItItsFinalForm() {
        MigrationReport report = service("orders_seq").applyMigrations();

        assertThat(report.toString())
                .contains("001 sequences  requested: orders_seq")
                .contains("002 types      required by 003 orders")
                .contains("003 orders     precedes 004 tens on orders")
                .contains("004 tens       shapes orders_seq")
                .doesNotContain("005")
                .contains("created 1 table: orders\n")
                .contains("created 2 sequences, 4 types\n")
                .contains("verified: 1 table, 2 sequences, 4 types");
    }

    @Test
    void applyWhenATypeIsSelectedGivesItItsFinalForm() {
        MigrationReport report = service("mood").applyMigrations();

        assertThat(report.toString())
                .contains("002 types      requested: mood")
                .contains("004 tens       precedes 005 words on orders")
                .contains("005 words      shapes type mood")
                .doesNotContain("006");
    }

    @Test
    void applyWhenNothingIsSelectedFindsWhatIsLeft() {
        assertThat(service().applyMigrations().toString())
                .contains("created 1 table: orders\n")
                .contains("created 1 sequence, 2 types\n")
                .contains("verified: 1 table, 1 sequence, 2 types");
    }

    @Test
    void applyWhenTheSelectedObjectIsDroppedLaterDoesNotKnowIt() {
        assertThatThrownBy(() -> service("bills_seq").applyMigrations())
                .isInstanceOf(UnknownSelectionException.class)
                .hasMessageContaining("Objects of the catalog: mail_address, mood, orders, orders_seq.");
    }

    @Test
    void applyWhenObjectsExistWithoutHistoryNamesThem() {
        this.database.execute(
                "CREATE SEQUENCE orders_seq",
                "CREATE TYPE mood AS ENUM ()",
                "CREATE TYPE address AS (street text)",
                "CREATE DOMAIN email AS text",
                "CREATE TABLE other (id serial)");

        assertThat(catchThrowableOfType(
                                UnmanagedObjectsException.class, () -> service().applyMigrations())
                        .objects())
                .extracting(Object::toString)
                .containsExactly("sequence orders_seq", "type mood", "type email", "type address");
    }

    @Test
    void verifyWhenObjectsAreMissingNamesEachWithItsMigration() {
        service().applyMigrations();
        this.database.execute(
                "ALTER TABLE orders ALTER id DROP DEFAULT",
                "DROP SEQUENCE orders_seq",
                "ALTER TYPE mood RENAME TO temper",
                "DROP DOMAIN mail_address CASCADE",
                "CREATE TABLE mail_address (id int)");

        assertThat(catchThrowableOfType(
                        VerificationFailedException.class, () -> service().verifyMigrations()))
                .hasMessageContaining("""
                        :
                          sequence orders_seq is missing, created by 001_sequences.sql
                          type mood is missing, created by 002_types.sql
                          type mail_address is missing, created by 006_names.sql
                        Action:""");
    }

    @Test
    void verifyWhenNothingWasAppliedNamesTheMigrations() {
        assertThat(catchThrowableOfType(
                        VerificationFailedException.class,
                        () -> service("orders_seq").verifyMigrations()))
                .hasMessageContaining("""
                        :
                          table orders is missing, created by 003_orders.sql
                          in the plan, but not applied: 001 sequences, 002 types, 003 orders, 004 tens
                        Action:""");
    }
}
