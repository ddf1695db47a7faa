package io.e2e.migrations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import io.e2e.migrations.config.MigrationOptions;
import io.e2e.migrations.config.Secret;
import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class MigrationConfigTests {

    private static final MigrationConfig DEFAULTS = MigrationConfig.defaults();

    @Test
    void defaultsAreDocumentedValues() {
        assertThat(DEFAULTS.namespace()).isNull();
        assertThat(DEFAULTS.kubeconfigPath()).isNull();
        assertThat(DEFAULTS.postgresService()).isEqualTo("postgresql");
        assertThat(DEFAULTS.postgresUser()).isEqualTo("slm_user");
        assertThat(DEFAULTS.postgresPassword()).isNull();
        assertThat(DEFAULTS.postgresDb()).isEqualTo("action_history");
        assertThat(DEFAULTS.tables()).isEmpty();
        assertThat(DEFAULTS.options()).isEqualTo(MigrationOptions.defaults());
    }

    static Stream<Arguments> changes() {
        MigrationOptions options = MigrationOptions.defaults().withSchema("s");
        return Stream.of(
                change("namespace", config -> config.withNamespace("e2e"), "e2e"),
                change("kubeconfigPath", config -> config.withKubeconfigPath(Path.of("kind")), Path.of("kind")),
                change("postgresService", config -> config.withPostgresService("pg"), "pg"),
                change("postgresUser", config -> config.withPostgresUser("me"), "me"),
                change("postgresPassword", config -> config.withPostgresPassword(new Secret("x")), new Secret("x")),
                change("postgresDb", config -> config.withPostgresDb("db"), "db"),
                change("tables", config -> config.withTables("a", "b"), List.of("a", "b")),
                change("tables", config -> config.withTables(List.of("a")), List.of("a")),
                change("options", config -> config.withOptions(options), options));
    }

    private static Arguments change(String fact, UnaryOperator<MigrationConfig> change, Object value) {
        return Arguments.of(fact, change, value);
    }

    @ParameterizedTest
    @MethodSource("changes")
    void withChangesOneComponentOnly(String fact, UnaryOperator<MigrationConfig> change, Object value) {
        assertThat(change.apply(DEFAULTS))
                .hasFieldOrPropertyWithValue(fact, value)
                .usingRecursiveComparison()
                .ignoringFields(fact)
                .isEqualTo(DEFAULTS);
    }

    @Test
    void withExistsForEveryComponent() {
        assertThat(changes().map(change -> change.get()[0]).distinct())
                .containsExactlyElementsOf(Arrays.stream(MigrationConfig.class.getRecordComponents())
                        .map(RecordComponent::getName)
                        .toList());
    }

    @Test
    void withNullRestoresDefaults() {
        MigrationConfig config = DEFAULTS.withNamespace("e2e")
                .withKubeconfigPath(Path.of("kind.yaml"))
                .withPostgresPassword(new Secret("x"))
                .withTables("a");
        assertThat(config.withNamespace(null)
                        .withKubeconfigPath(null)
                        .withPostgresPassword(null)
                        .withTables())
                .isEqualTo(DEFAULTS);
    }

    @Test
    void namespaceWhenBlankIsNull() {
        assertThat(DEFAULTS.withNamespace("  ").namespace()).isNull();
    }

    @Test
    void blankServiceUserOrDatabaseIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DEFAULTS.withPostgresService(" "))
                .withMessage("postgresService must not be blank");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DEFAULTS.withPostgresUser(""))
                .withMessage("postgresUser must not be blank");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DEFAULTS.withPostgresDb("\t"))
                .withMessage("postgresDb must not be blank");
    }

    @Test
    @SuppressWarnings("NullAway")
    void nullOptionsAreRefused() {
        assertThatNullPointerException()
                .isThrownBy(() -> DEFAULTS.withOptions(null))
                .withMessage("options");
    }

    @Test
    void tablesAreCopied() {
        List<String> tables = new ArrayList<>(List.of("a"));
        MigrationConfig config = DEFAULTS.withTables(tables);
        tables.add("b");
        assertThat(config.tables()).containsExactly("a");
    }

    @Test
    void toStringHidesPassword() {
        assertThat(DEFAULTS.withPostgresPassword(new Secret("hunter2")).toString())
                .contains("postgresUser=slm_user")
                .doesNotContain("hunter2");
    }
}
