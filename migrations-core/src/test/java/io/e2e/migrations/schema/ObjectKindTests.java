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
    void ofKeywordFindsKind(ObjectKind kind) {
        assertThat(ObjectKind.ofKeyword(kind.keyword())).contains(kind);
    }

    @ParameterizedTest
    @ValueSource(strings = {"extension", "tables", "TABLE", "", "column"})
    void ofKeywordWhenWordIsUnknownFindsNothing(String word) {
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
    void countedGivesNumberInWords(ObjectKind kind, int count, String words) {
        assertThat(kind.counted(count)).isEqualTo(words);
    }

    @ParameterizedTest
    @CsvSource({
        "TABLE, '', true, true, false, true",
        "PARTITION, of, true, true, false, true",
        "VIEW, '', true, true, false, true",
        "INDEX, on, true, false, false, true",
        "FUNCTION, '', false, false, true, false",
        "TRIGGER, on, false, false, false, false",
        "SEQUENCE, '', true, false, true, true",
        "TYPE, '', false, false, true, true",
        "EXTENSION, '', false, false, false, false"
    })
    void kindKnowsItsProperties(
            ObjectKind kind, String on, boolean relation, boolean columns, boolean definition, boolean selectable) {
        assertThat(kind.preposition()).isEqualTo(on);
        assertThat(kind.belongsToTable()).isEqualTo(!on.isEmpty());
        assertThat(kind.isRelation()).isEqualTo(relation);
        assertThat(kind.hasColumns()).isEqualTo(columns);
        assertThat(kind.isDefinition()).isEqualTo(definition);
        assertThat(kind.isSelectable()).isEqualTo(selectable);
        assertThat(kind.isListed()).isEqualTo(kind != ObjectKind.EXTENSION);
    }

    @Test
    void keywordDoesNotDependOnLocale() {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.forLanguageTag("tr"));
            assertThat(ObjectKind.PARTITION.keyword()).isEqualTo("partition");
        } finally {
            Locale.setDefault(before);
        }
    }
}
