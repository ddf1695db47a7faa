package io.e2e.migrations.provision;

import static org.assertj.core.api.Assertions.assertThat;

import io.e2e.migrations.provision.DatabaseNames.Origin;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DatabaseNamesTests {

    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");

    @Test
    void nextWhenParsedTellsOwnerAndTime() {
        DatabaseNames names = new DatabaseNames("0123abcd");

        assertThat(DatabaseNames.parse(names.next(NOW))).contains(new Origin(NOW, "0123abcd"));
        assertThat(names.next(NOW)).isNotEqualTo(names.next(NOW)).hasSizeLessThan(63);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "action_history",
                "e2e_test_",
                "e2e_test_1_2_3",
                "e2e_test_a_0123abcd_1x",
                "e2e_template_0123abcd"
            })
    void parseWhenNameIsNotOursIsEmpty(String name) {
        assertThat(DatabaseNames.parse(name)).isEmpty();
    }
}
