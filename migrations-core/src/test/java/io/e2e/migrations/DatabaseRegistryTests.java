package io.e2e.migrations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.e2e.migrations.config.MigrationOptions;
import io.e2e.migrations.config.Secret;
import io.e2e.migrations.database.TargetDatabase;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DatabaseRegistryTests {

    private static final MigrationConfig DEFAULTS = MigrationConfig.defaults();

    private final List<FakeDatabase> opened = new ArrayList<>();
    private final DatabaseRegistry databases = new DatabaseRegistry(config -> {
        FakeDatabase database = new FakeDatabase("database " + this.opened.size());
        this.opened.add(database);
        return database;
    });

    private TargetDatabase of(MigrationConfig config) {
        return this.databases.get(config, new PlanTemplate(Optional::empty, () -> {
            throw new IllegalStateException("nobody asked for a plan");
        }));
    }

    @Test
    void registryOpensNoDatabaseBeforeItIsNeeded() {
        this.databases.close();
        assertThat(this.opened).isEmpty();
    }

    @Test
    void getOpensDatabaseOnce() {
        assertThat(of(DEFAULTS)).isSameAs(of(DEFAULTS));
        assertThat(this.opened).hasSize(1);
    }

    @Test
    void getWhenOnlyTablesAndOptionsDifferReturnsSameDatabase() {
        MigrationConfig other =
                DEFAULTS.withTables("a").withOptions(MigrationOptions.defaults().withSchema("s"));
        assertThat(of(other)).isSameAs(of(DEFAULTS));
    }

    @ParameterizedTest
    @MethodSource("others")
    void getWhenRequestDiffersReturnsAnotherDatabase(UnaryOperator<MigrationConfig> change) {
        assertThat(of(change.apply(DEFAULTS))).isNotSameAs(of(DEFAULTS));
    }

    static Stream<Named<UnaryOperator<MigrationConfig>>> others() {
        return Stream.of(
                Named.of("namespace", config -> config.withNamespace("e2e")),
                Named.of("kubeconfig", config -> config.withKubeconfigPath(Path.of("kind"))),
                Named.of("service", config -> config.withPostgresService("pg")),
                Named.of("user", config -> config.withPostgresUser("me")),
                Named.of("password", config -> config.withPostgresPassword(new Secret("x"))),
                Named.of("database", config -> config.withPostgresDb("db")));
    }

    @Test
    void closeClosesEachDatabaseOnce() {
        of(DEFAULTS);
        of(DEFAULTS.withPostgresDb("db"));
        this.databases.close();
        this.databases.close();
        assertThat(this.opened).extracting(database -> database.closed).containsExactly(1, 1);
    }

    @Test
    void closeWhenDatabasesFailToCloseClosesAll() {
        of(DEFAULTS);
        of(DEFAULTS.withPostgresDb("b"));
        of(DEFAULTS.withPostgresDb("c"));
        this.opened.get(0).failsToClose = true;
        this.opened.get(1).failsToClose = true;
        assertThatIllegalStateException()
                .isThrownBy(this.databases::close)
                .withMessage("database 0")
                .satisfies(error -> assertThat(error.getSuppressed())
                        .singleElement()
                        .hasToString("java.lang.IllegalStateException: database 1"));
        assertThat(this.opened).extracting(database -> database.closed).containsExactly(1, 1, 1);
    }
}
