package io.e2e.migrations.schema;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NamePatternTests {

    @ParameterizedTest
    @CsvSource({
        "audit_*, audit_events, true",
        "audit_*, audit_, true",
        "audit_*, my_audit_events, false",
        "*, anything, true",
        "*_audit, notification_audit, true",
        "a*c*e, abcde, true",
        "a*c*e, abde, false",
        "a*bc, abcbbc, true",
        "*a*a, aba, true",
        "*a*a, ab, false",
        "a**, a, true",
        "a#*, a, false",
        "*##, m12, true",
        "audit_events_####_##, audit_events_2031_07, true",
        "audit_events_####_##, audit_events_y2025m12, false",
        "audit_events_####_##, audit_events_2025_1, false",
        "audit_events_####_##, audit_events_2025_123, false",
        "traces_y####m##, traces_y2026m01, true",
        "audit_events, audit_events, true",
        "audit_events, audit_event, false",
        "a.c, abc, false",
        "a.c, a.c, true",
        "a\\E(c, a\\E(c, true"
    })
    void matchesWholeNames(String glob, String name, boolean matches) {
        assertThat(new NamePattern(glob).matches(name)).isEqualTo(matches);
    }

    @Test
    void matchesOnlyAsciiDigits() {
        assertThat(new NamePattern("m#").matches("m\u0663")).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"audit_*, true", "*, true", "#, true", "audit_events_####, true", "audit_events, false", "'', false"})
    void isPatternWhenTextHasWildcard(String text, boolean pattern) {
        assertThat(NamePattern.isPattern(text)).isEqualTo(pattern);
    }

    @Test
    void patternsWithSameGlobAreEqual() {
        assertThat(new NamePattern("a*")).isEqualTo(new NamePattern("a*")).isNotEqualTo(new NamePattern("b*"));
    }
}
