package io.e2e.migrations.template;

import static org.assertj.core.api.Assertions.assertThat;

import io.e2e.migrations.embedded.ForeignServer;
import io.e2e.migrations.testing.FixedTime;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is cleared away, and above all what is not. */
class ReaperTests {

    private static final ForeignServer SERVER = ForeignServer.start();

    private final FixedTime time = FixedTime.at("2026-11-22T10:00:00Z");
    private final Administration administration =
            new Administration(new Login(SERVER.address(), Duration.ofSeconds(10)), "postgres", this.time);

    @AfterAll
    static void stop() {
        SERVER.close();
    }

    /** From here on the server's clock is known, and moves with ours. */
    @BeforeEach
    void enter() throws SQLException {
        this.administration.facts();
    }

    @AfterEach
    void clear() {
        this.administration.close();
        Stream.concat(SERVER.databases("e2e_test_").stream(), SERVER.databases("e2e_template_").stream())
                .forEach(name -> SERVER.execute("DROP DATABASE " + name + " WITH (FORCE)"));
    }

    /** A database that somebody made a moment ago by the server's clock. */
    private String made(String owner) throws SQLException {
        String name = new DatabaseNames(owner).next(this.administration.serverNow());
        this.administration.execute("CREATE DATABASE " + name);
        return name;
    }

    private List<String> left() throws SQLException {
        return new Reaper(this.administration).left();
    }

    @Test
    void whatADeadProcessLeftIsDroppedOnceItIsOldEnough() throws SQLException {
        String name = made("0000dead");
        assertThat(left()).isEmpty();

        this.time.sleep(Reaper.YOUNG.plusSeconds(1));
        assertThat(left()).containsExactly(name);
        new Reaper(this.administration).run();

        assertThat(SERVER.databases("e2e_test_")).isEmpty();
    }

    @Test
    void aLivingProcessKeepsItsOwnHoweverOldTheyAre() throws SQLException {
        made(this.administration.owner());
        this.time.sleep(Duration.ofDays(30));

        assertThat(left()).isEmpty();
    }

    @Test
    void aDatabaseThatSomebodyIsInStays() throws SQLException {
        String name = made("0000dead");
        this.time.sleep(Duration.ofDays(30));

        try (Connection connection = SERVER.connect(name)) {
            assertThat(connection.isValid(5)).isTrue();
            assertThat(left()).isEmpty();
        }
    }

    @Test
    void whatWasKeptStaysForAWeek() throws SQLException {
        String name = made("0000dead");
        this.administration.execute("COMMENT ON DATABASE " + name + " IS '" + Reaper.KEPT + "a test failed'");

        this.time.sleep(Reaper.KEPT_FOR.minusMinutes(1));
        assertThat(left()).isEmpty();
        this.time.sleep(Duration.ofMinutes(2));
        assertThat(left()).containsExactly(name);
    }

    @Test
    void whatOthersOwnStays() throws SQLException {
        SERVER.execute("CREATE DATABASE " + new DatabaseNames("0000dead").next(Instant.EPOCH));

        assertThat(left()).isEmpty();
    }

    @Test
    void whatIsNamedAlmostLikeOursStays() throws SQLException {
        this.administration.execute("CREATE DATABASE e2e_test_of_somebody");
        this.administration.execute("CREATE DATABASE e2e_test_1_0000dead_x");
        this.time.sleep(Duration.ofDays(30));

        assertThat(left()).isEmpty();
    }

    @Test
    void aTemplateIsDroppedWhenNobodyHasUsedItForTwoWeeks() throws SQLException {
        TemplateOrder order = new TemplateOrder(
                new Contents("CREATE TABLE a (id int)"), DatabaseNames.TEMPLATE + "x", Duration.ofSeconds(60));
        new TemplateBuild(this.administration, order).ensure();

        reapAfter(Reaper.UNUSED.minusDays(1));
        assertThat(SERVER.databases("e2e_template_")).containsExactly("e2e_template_x");
        reapAfter(Duration.ofDays(3));
        assertThat(SERVER.databases("e2e_template_")).isEmpty();
    }

    @Test
    void aTemplateThatIsUsedMeanwhileStays() throws SQLException {
        Contents contents = new Contents("CREATE TABLE a (id int)");
        TemplateOrder order = new TemplateOrder(contents, DatabaseNames.TEMPLATE + "y", Duration.ofSeconds(60));
        new TemplateBuild(this.administration, order).ensure();

        this.time.sleep(Reaper.UNUSED.minusDays(1));
        new TemplateBuild(this.administration, order).ensure();
        reapAfter(Duration.ofDays(3));

        assertThat(SERVER.databases("e2e_template_")).containsExactly("e2e_template_y");
        assertThat(contents.fillings()).isEqualTo(1);
    }

    private void reapAfter(Duration duration) throws SQLException {
        this.time.sleep(duration);
        new Reaper(this.administration).unusedTemplates().forEach(name -> SERVER.execute("DROP DATABASE " + name));
    }
}
