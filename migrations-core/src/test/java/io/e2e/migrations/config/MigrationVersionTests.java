package io.e2e.migrations.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MigrationVersionTests {

    @ParameterizedTest
    @CsvSource({"13, 013", "1, 1.0", "1.2, 01.002.0.0", "0, 0.0", "20240229133934, 000020240229133934"})
    void versionsWithOtherZerosAreEqual(String version, String other) {
        assertThat(MigrationVersion.of(version))
                .isEqualTo(MigrationVersion.of(other))
                .hasSameHashCodeAs(MigrationVersion.of(other))
                .isEqualByComparingTo(MigrationVersion.of(other));
    }

    @Test
    void versionsAreOrderedNumberByNumber() {
        List<MigrationVersion> ordered = List.of(
                        "0", "1", "1.0.1", "1.2", "1.10", "2", "024", "1000", "20240229133934", "184467440737095516160")
                .stream()
                .map(MigrationVersion::of)
                .toList();

        assertThat(ordered).isSorted();
        assertThat(ordered).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @CsvSource({"13, 013, 13", "1000, 1000, 1000", "1.2.10, 1.2.10, 1.2.10", "1.0, 001, 1", "0.1, 0.1, 0.1"})
    void textIsThatOfTheHistoryAndOfFileNames(String version, String shown, String stored) {
        assertThat(MigrationVersion.of(version)).hasToString(shown);
        assertThat(MigrationVersion.of(version).text()).isEqualTo(stored);
    }

    @Test
    void noneComesFirstAndHasNoText() {
        assertThat(MigrationVersion.NONE.isNone()).isTrue();
        assertThat(List.of(MigrationVersion.NONE, MigrationVersion.of("0"))).isSorted();
        assertThat(MigrationVersion.of("0")).isGreaterThan(MigrationVersion.NONE);
        assertThat(MigrationVersion.NONE).hasToString("").isEqualByComparingTo(new MigrationVersion(List.of()));
        assertThat(MigrationVersion.NONE.text()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "1.", ".1", "1..2", "-1", "1_2", " 1", "１"})
    void otherTextsAreNoVersions(String text) {
        assertThat(MigrationVersion.isVersion(text)).isFalse();
        assertThatThrownBy(() -> MigrationVersion.of(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("not a version: " + text);
    }
}
