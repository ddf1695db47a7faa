package io.e2e.migrations.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ObjectKindTests {

    @ParameterizedTest
    @EnumSource(names = "EXTENSION", mode = EnumSource.Mode.EXCLUDE)
    void isFoundByItsKeyword(ObjectKind kind) {
        assertThat(ObjectKind.ofKeyword(kind.keyword())).contains(kind);
    }

    @ParameterizedTest
    @ValueSource(strings = {"extension", "tables", "TABLE", "", "column"})
    void otherWordsAreNoKind(String word) {
        assertThat(ObjectKind.ofKeyword(word)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "TABLE, 1, 1 table",
        "TABLE, 2, 2 tables",
        "INDEX, 1, 1 index",
        "INDEX, 8, 8 indexes",
        "SEQUENCE, 1, 1 sequence",
        "TYPE, 2, 2 types",
        "VIEW, 0, 0 views"
    })
    void countsInWords(ObjectKind kind, int count, String words) {
        assertThat(kind.counted(count)).isEqualTo(words);
    }

    @Test
    void keywordsDoNotDependOnTheLocale() {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.forLanguageTag("tr"));
            assertThat(ObjectKind.PARTITION.keyword()).isEqualTo("partition");
        } finally {
            Locale.setDefault(before);
        }
    }
}
