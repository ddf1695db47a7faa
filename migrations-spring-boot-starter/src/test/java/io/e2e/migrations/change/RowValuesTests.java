package io.e2e.migrations.change;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RowValuesTests {

    @Test
    void readsEachColumnWhateverItsValueHolds() {
        String row =
                "{\"id\": 1, \"labels\": {\"a\": [1, 2], \"b\": \"x, y\"}, \"text\": \"a \\\"quoted\\\", {word\\\\\","
                        + " \"none\": null}";

        assertThat(RowValues.of(row))
                .isEqualTo(Map.of(
                        "id", "1",
                        "labels", "{\"a\": [1, 2], \"b\": \"x, y\"}",
                        "text", "\"a \\\"quoted\\\", {word\\\\\"",
                        "none", "null"));
    }

    @Test
    void readsARowWithoutColumns() {
        assertThat(RowValues.of("{}")).isEmpty();
    }

    @Test
    void keepsTheWantedColumnsOnly() {
        assertThat(RowValues.only(List.of("b", "c"), "{\"a\": 1, \"b\": 2}")).isEqualTo("{b=2}");
    }
}
