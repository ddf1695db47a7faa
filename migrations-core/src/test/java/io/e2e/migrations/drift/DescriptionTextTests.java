package io.e2e.migrations.drift;

import static org.assertj.core.api.Assertions.assertThat;

import io.e2e.migrations.inspect.DescribedObject;
import io.e2e.migrations.inspect.DescribedPart;
import io.e2e.migrations.inspect.SchemaDescription;
import io.e2e.migrations.schema.ObjectKind;
import io.e2e.migrations.schema.SchemaObject;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DescriptionTextTests {

    @Test
    void textWhenParsedIsTheSameDescription() {
        SchemaDescription schema = new SchemaDescription(List.of(
                object(
                        SchemaObject.of(ObjectKind.TABLE, "odd\tname\\n"),
                        part("column a", "text", "default 'x\ty\nz\\'"),
                        part("column b", "integer")),
                object(SchemaObject.of(ObjectKind.TRIGGER, "t", "odd\tname\\n"), part("definition", ""))));

        DescriptionText parsed = DescriptionText.parse(new DescriptionText(18, schema).toString());

        assertThat(parsed).isEqualTo(new DescriptionText(18, schema));
    }

    @Test
    void viewWhenVersionsDifferIsComparedWithoutQualifiersAndLayout() {
        String older = "as\n SELECT item.name,\n    item.amount\n   FROM item\n  WHERE (item.amount > 1);";
        String newer = "as\n SELECT name,\n    amount\n   FROM item\n  WHERE amount > 1;";

        assertThat(VersionNeutral.of(ObjectKind.VIEW, older)).isEqualTo(VersionNeutral.of(ObjectKind.VIEW, newer));
        assertThat(VersionNeutral.of(ObjectKind.VIEW, older))
                .isNotEqualTo(VersionNeutral.of(ObjectKind.VIEW, newer.replace('1', '2')));
    }

    @Test
    void privilegesWhenVersionsDifferHaveNoMaintain() {
        assertThat(VersionNeutral.of(ObjectKind.TABLE, "INSERT, MAINTAIN, SELECT"))
                .isEqualTo("INSERT, SELECT");
    }

    private static DescribedObject object(SchemaObject object, DescribedPart... parts) {
        return new DescribedObject(object, List.of(parts));
    }

    private static DescribedPart part(String key, String... facets) {
        return new DescribedPart(key, List.of(facets), "", Set.of());
    }
}
