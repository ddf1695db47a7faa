package io.e2e.migrations.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NearestNamesTests {

    @Test
    void toGivesNearestNameFirst() {
        assertThat(NearestNames.to("orders", List.of("borders", "ordres", "order")))
                .containsExactly("borders", "order", "ordres");
    }

    @Test
    void toOrdersEquallyNearNamesByAlphabet() {
        assertThat(NearestNames.to("cat", List.of("rat", "bat", "hat"))).containsExactly("bat", "hat", "rat");
    }

    @Test
    void toGivesAtMostThreeNames() {
        assertThat(NearestNames.to("cat", List.of("rat", "bat", "hat", "mat", "sat")))
                .hasSize(3);
    }

    @Test
    void toGivesNoDifferentNames() {
        assertThat(NearestNames.to("orders", List.of("customers", "notification_audit")))
                .isEmpty();
    }

    @Test
    void toWhenNameIsShortAllowsTwoDifferences() {
        assertThat(NearestNames.to("abc", List.of("axy", "xyz"))).containsExactly("axy");
    }

    @Test
    void toWhenNameIsLongAllowsAThirdOfItsLength() {
        assertThat(NearestNames.to("abcdefghijkl", List.of("abcdefgh", "abcdefg")))
                .containsExactly("abcdefgh");
    }

    @Test
    void toWhenThereAreNoNamesGivesNone() {
        assertThat(NearestNames.to("orders", List.of())).isEmpty();
    }
}
