package io.e2e.migrations.embedded;

import static io.e2e.migrations.embedded.EmbeddedAccessTests.execute;
import static io.e2e.migrations.embedded.EmbeddedAccessTests.query;
import static org.assertj.core.api.Assertions.assertThat;

import io.e2e.migrations.MigrationConfig;
import io.e2e.migrations.database.DatabaseSupply;
import io.e2e.migrations.database.TargetDatabase;
import io.e2e.migrations.embedded.EmbeddedSettings.Reuse;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A database for each test, on a server that other JVMs use too. */
@Tag("clusters")
class SharedSupplyTests {

    private static final MigrationConfig CONFIG = MigrationConfig.defaults();

    private SharedRun run;

    @BeforeEach
    void makeARunDirectory() throws IOException {
        this.run = SharedRun.create();
    }

    @AfterEach
    void removeIt() throws IOException {
        this.run.close();
    }

    private EmbeddedAccess access(Reuse reuse) {
        return EmbeddedAccess.with(this.run.settings().withReuse(reuse));
    }

    private Set<String> databases() throws IOException, SQLException {
        return ask("SELECT datname FROM pg_database WHERE datname LIKE 'action\\_%'");
    }

    private Set<String> ask(String sql) throws IOException, SQLException {
        try (Connection superuser = this.run.superuser();
                Statement statement = superuser.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            Set<String> values = new HashSet<>();
            while (rows.next()) {
                values.add(rows.getString(1));
            }
            return values;
        }
    }

    private static String name(TargetDatabase database) {
        return database.address().orElseThrow().database();
    }

    @ParameterizedTest
    @EnumSource(names = {"BUILD", "USER"})
    void twoContextsHaveTheirOwnCopiesAndLeaveNothing(Reuse reuse) throws Exception {
        try (TargetDatabase other = access(reuse).open(CONFIG)) {
            try (DatabaseSupply one = access(reuse).supply(CONFIG, null);
                    DatabaseSupply two = access(reuse).supply(CONFIG, null)) {
                adopt(one, "CREATE TABLE one (id int)");
                adopt(two, "CREATE TABLE two (id int)");
                Set<String> seen = new HashSet<>();
                for (int test = 1; test <= 3; test++) {
                    TargetDatabase first = one.next();
                    TargetDatabase second = two.next();
                    assertThat(query(first, "SELECT count(*) FROM one")).containsExactly("0");
                    assertThat(query(second, "SELECT count(*) FROM two")).containsExactly("0");
                    execute(first, "DROP TABLE one");
                    assertThat(seen.add(name(first)) && seen.add(name(second))).isTrue();
                }
                assertThat(this.run.servers()).hasSize(1);
            }

            assertThat(SharedRun.await(() -> databases().equals(Set.of(name(other)))))
                    .isTrue();
        }
    }

    private static void adopt(DatabaseSupply supply, String contents) throws SQLException {
        TargetDatabase model = supply.next();
        execute(model, contents);
        supply.adopt(model);
    }
}
